import { expect, test } from "./visit";

test.use({ serviceWorkers: "block" });

for (const [fault, sentence] of [
  ["missing", "The site answered 404"],
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
