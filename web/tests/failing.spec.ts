import { expect, test } from "./visit";

test.use({ serviceWorkers: "block" });

for (const [fault, sentence] of [
  ["broken off", "The download broke off"],
  ["damaged", "The download is not complete"],
] as const) {
  for (const file of ["decoder.", "runtime."]) {
    test(`a download (${file}*) that is ${fault} says so, and can be tried again`, async ({
      demo,
      page,
      site,
    }) => {
      site.fail(file, fault);
      await page.goto(demo.url);
      await expect(page.getByRole("alert")).toContainText(sentence);
      await expect(demo.face.getByRole("presentation")).toBeVisible();
      site.fail(file, null);
      await demo.button("Try again").click();
      await demo.ready();
      await expect(page.getByRole("alert")).toBeHidden();
    });
  }
}

for (const file of ["decoder.", "runtime."]) {
  test(`where the site has no ${file}* any more, the page says so, and is loaded again`, async ({
    demo,
    page,
    site,
  }) => {
    site.fail(file, "missing");
    await page.goto(demo.url);
    await expect(page.getByRole("alert")).toContainText(
      "it has changed since this page was opened",
    );
    await expect(demo.button("Try again")).toBeHidden();
    site.fail(file, null);
    await demo.button("Reload the page").click();
    await demo.ready();
  });
}

test("a browser without SIMD is told what it lacks, and not to try again", async ({
  demo,
  page,
}) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await page.goto(demo.url);
  await expect(page.getByRole("alert")).toContainText("WebAssembly with SIMD");
  await expect(page.getByRole("alert").getByRole("button")).toHaveCount(0);
  await expect(demo.face.getByRole("presentation")).toBeVisible();
});

test("a program that did not arrive says so, and can be tried again", async ({
  demo,
  page,
  site,
}) => {
  site.fail("assets/worker", "missing");
  await page.goto(demo.url);
  await expect(page.getByRole("alert")).toContainText("could not start the page's program");
  site.fail("assets/worker", null);
  await demo.button("Try again").click();
  await demo.ready();
});

test("a site without a model says so", async ({ demo, page, site }) => {
  site.fail("model.json", "missing");
  await page.goto(demo.url);
  await expect(page.getByRole("alert")).toContainText("This site has no model");
});

test("random faces that cannot be had are explained, and asked for again", async ({
  demo,
  site,
}) => {
  site.fail("prior.", "missing");
  await demo.open();
  await demo.button("Random").click();
  await expect(demo.notice).toContainText("any more: it has changed since this page was opened");
  await expect(demo.notice).toContainText("Reload the page.");
  site.fail("prior.", "broken off");
  await demo.button("Random").click();
  await expect(demo.notice).toContainText("Ask for a random face again");
  site.fail("prior.", null);
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
});

test("an uncertainty that cannot be had is explained, and can be tried again", async ({
  demo,
  page,
  site,
}) => {
  site.fail("std.", "broken off");
  await demo.open();
  const toggle = page.getByLabel("uncertainty");
  await toggle.click();
  await expect(demo.notice).toContainText("The download broke off");
  await expect(toggle).not.toBeChecked();
  site.fail("std.", null);
  await toggle.check();
  await expect(page.locator("figure canvas")).toHaveAttribute("width", "240");
});

test("an uncertainty that is asked for twice is fetched once", async ({ demo, page, site }) => {
  await demo.open();
  const toggle = page.getByLabel("uncertainty");
  await toggle.evaluate((box: HTMLInputElement) => {
    for (let i = 0; i < 3; i++) box.click();
  });
  await expect(page.locator("figure canvas")).toHaveAttribute("width", "240");
  expect(site.requests.filter((path) => path.includes("/std."))).toHaveLength(1);
});
