import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./visit";

test.beforeEach(async ({ page, site }) => {
  await page.goto(`${site.url}explanation.html`);
  await expect(page.getByRole("figure", { name: "The latent dimensions, ranked" })).toBeVisible();
});

test("formulas are set when the page is built", async ({ page }) => {
  expect(await page.locator(".formula math").count()).toBeGreaterThan(10);
  await expect(page.locator("annotation")).toHaveCount(0);
});

test("observing a squint explains a smile away", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  const mood = async () =>
    Number.parseInt(await figure.locator("svg text.p").nth(1).innerHTML(), 10);
  const before = await mood();
  await figure.getByLabel("the picture shows a smile").selectOption("yes");
  await expect.poll(mood).toBeGreaterThan(before);
  const smiling = await mood();
  await figure.getByLabel("the eyes squint").selectOption("yes");
  await expect.poll(mood).toBeLessThan(smiling);
});

test("a changed table changes the joint distribution", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  const worlds = figure.getByRole("list", { name: "Probability of each world" });
  const before = (await worlds.textContent()) ?? "";
  await figure.getByLabel("sun", { exact: true }).fill("0.9");
  await expect(worlds).not.toHaveText(before);
  const numbers = (await worlds.locator(".number").allInnerTexts()).map(Number);
  expect(numbers.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 2);
});

test("the best mean and deviation have the largest likelihood", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "Maximum likelihood for nine numbers" });
  const readout = figure.locator(".readout");
  await expect(readout).not.toContainText("-10.64,");
  await figure.getByRole("button", { name: "show the best" }).click();
  await expect(readout).toContainText(/log-likelihood -10\.64\s*, at best -10\.64/);
});

test("bound and gap always have the same sum", async ({ page }) => {
  const readout = page.getByRole("figure", { name: "The bound and the gap" }).locator(".readout");
  const numbers = async () =>
    ((await readout.textContent()) ?? "").match(/-?\d+\.\d+/g)?.map(Number) ?? [];
  const [evidence, bound] = await numbers();
  await page.getByLabel("mean of q").fill("1.2");
  await expect.poll(async () => (await numbers())[1]).not.toBe(bound);
  const [same, elbo, gap] = await numbers();
  expect(same).toBe(evidence);
  expect((elbo ?? 0) + (gap ?? 0)).toBeCloseTo(evidence ?? 0, 2);
});

test("dragged noise moves the sample along", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "The reparametrisation trick" });
  const picture = figure.getByRole("img", { name: "Noise above, the sample below" });
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (!box) throw new Error("no picture");
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.33 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.25 * box.width, box.y + 0.33 * box.height);
  await page.mouse.up();
  await expect(figure.getByLabel("noise ε")).toHaveValue(/^-2(\.0\d?)?$/);
  await expect(figure.locator(".readout")).toContainText(/= -0\.4\d/);
});

test("a click on a dimension selects it in the demo", async ({ page, demo }) => {
  await page.getByRole("link", { name: /^Dimension 7,/ }).click();
  await demo.ready();
  await expect(page.getByLabel("↔ sideways")).toHaveValue("7");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

test("nothing scrolls sideways 320 pixels wide", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
});

test("what cannot be is said to be impossible", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  await figure.getByLabel("sun", { exact: true }).fill("0");
  await figure.getByLabel("the sun shines").selectOption("no");
  await expect(figure.locator("p[role=status]")).toHaveText("");
  await figure.getByLabel("the sun shines").selectOption("yes");
  await expect(figure.locator("p[role=status]")).toContainText("cannot be");
});

test("a sum of 400 dimensions takes longer than there is time", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "How many terms the sum has" });
  await figure.getByLabel("dimensions of z").fill("12");
  await expect(figure).toContainText("about 17 minutes, at a thousand million a second");
  await figure.getByLabel("dimensions of z").fill("400");
  await expect(figure).toContainText("longer than the universe is old");
});

test.describe("elsewhere", () => {
  test.use({ serviceWorkers: "block" });

  test("another model gets a page that is true of it", async ({ page, site }) => {
    await page.route("**/model/model.json", async (route) => {
      const response = await route.fetch();
      const { prior: _, ...files } = (await response.json()).files;
      const other = { name: "cats32", latent_size: 40, credit: "Faces by the model cats32", files };
      const image = { height: 32, width: 32, channels: 3, eyes: null };
      const facts = { kl: Array.from({ length: 40 }, (_, i) => 40 - i) };
      const json = { ...(await response.json()), ...other, image, facts };
      await route.fulfill({ response, json });
    });
    await page.goto(`${site.url}explanation.html`);
    await expect(page.getByText("The model on this site is called cats32")).toBeVisible();
    const text = (await page.locator("main").textContent()) ?? "";
    expect(text).toContain("3,072 numbers");
    expect(text).toContain("from 40 numbers");
    for (const foreign of ["400", "2,000", "2,304", "UTKFace", "mixture", "48 pixels"]) {
      expect(text).not.toContain(foreign);
    }
  });

  test("figures of the model that did not arrive can be asked for again", async ({
    page,
    site,
  }) => {
    site.fail("model.json", "missing");
    await page.goto(`${site.url}explanation.html`);
    await expect(page.getByText("could not be loaded")).toBeVisible();
    site.fail("model.json", null);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("figure", { name: "The latent dimensions, ranked" })).toBeVisible();
  });
});

test("formulas fit on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const cut = await page
    .locator(".formula")
    .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
  expect(cut).toBe(0);
});
