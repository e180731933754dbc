import { expect, test } from "./visit";

/*
 * The article as those have it who run no program: readers without JavaScript, search engines,
 * and paper.
 */
test.use({
  launchOptions: {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-quic", "--blink-settings=scriptEnabled=false"],
  },
});

test.beforeEach(async ({ page, site }) => {
  await page.goto(`${site.url}explanation.html`);
});

test("the text is there, with its figures and the model's own numbers", async ({ page }) => {
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(11);
  await expect(page.locator("math").first()).toBeVisible();
  await expect(page.getByText("It is computed from 400 numbers")).toBeVisible();
  await expect(page.getByRole("figure", { name: "The bound and the gap" })).toContainText(
    "ELBO −3.490 + KL 1.765",
  );
  await expect(page.locator("noscript p")).toBeVisible();
});

for (const media of ["screen", "print"] as const) {
  test(`there is nothing to press, on ${media}`, async ({ page }) => {
    await page.emulateMedia({ media });
    const controls = await page.locator("button:not(.node), input[type=range], summary").all();
    expect(controls.length).toBeGreaterThan(15);
    for (const control of controls) await expect(control).toBeHidden();
  });
}

test("on paper no line stands alone, and a heading stands with its text", async ({ page }) => {
  await page.emulateMedia({ media: "print" });
  for (const paragraph of await page.locator("main p").all()) {
    await expect(paragraph).toHaveCSS("break-inside", "avoid");
  }
  await expect(page.locator("h2").first()).toHaveCSS("break-after", "avoid");
  await expect(page.getByRole("figure").first()).toHaveCSS("break-inside", "avoid");
  await expect(page.locator(".formula").first()).toHaveCSS("break-inside", "avoid");
});

test("on paper there is no way to other pages, and no place of a picture that is not there", async ({
  page,
}) => {
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("header")).toBeHidden();
  await expect(page.getByRole("figure", { name: "Ten samples of one posterior" })).toBeVisible();
  await expect(page.locator(".unanswered")).toHaveCount(3);
  for (const place of await page.locator(".unanswered").all()) await expect(place).toBeHidden();
});
