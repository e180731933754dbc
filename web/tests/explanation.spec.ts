import AxeBuilder from "@axe-core/playwright";
import type { Locator } from "@playwright/test";
import { expect, test } from "./visit";

/** The sizes at which people read: a desk, a phone, and the narrowest phone. */
const SCREENS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];

test.beforeEach(async ({ page, site }) => {
  await page.goto(`${site.url}explanation.html`);
  await expect(page.getByRole("figure", { name: "The latent dimensions, ranked" })).toBeVisible();
});

test("observing a squint explains a smile away", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  const mood = figure.getByRole("button", { name: /^the mood is good/ });
  await expect(mood).toContainText("30 %");
  await figure.getByRole("button", { name: "a smile", exact: true }).click();
  await expect(mood).toContainText("61 %");
  await figure.getByRole("button", { name: "a smile, and a squint" }).click();
  await expect(mood).toContainText("41 %");
  const squint = figure.getByRole("button", { name: /^the eyes squint/ });
  await squint.click();
  await expect(squint).toContainText("seen: no");
  await expect(mood).toContainText("87 %");
});

test("a changed table changes the joint distribution", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  await figure.getByText("All 16 worlds").click();
  const worlds = figure.getByRole("list", { name: "Probability of each world" });
  const before = (await worlds.textContent()) ?? "";
  await figure.getByLabel("probability of sun", { exact: true }).fill("0.9");
  await expect(worlds).not.toHaveText(before);
  const numbers = (await worlds.locator(".number").allInnerTexts()).map(Number);
  expect(numbers.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 2);
});

test("what cannot be is said to be impossible", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  await figure.getByLabel("probability of sun", { exact: true }).fill("0");
  const sun = figure.getByRole("button", { name: /^the sun shines/ });
  await expect(figure.getByRole("status")).toHaveText("");
  await sun.click();
  await expect(figure.getByRole("status")).toContainText("cannot be");
});

test("gradient ascent climbs to the best bell curve", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "Nine numbers and a bell curve" });
  const readout = figure.locator(".readout");
  await figure.getByRole("button", { name: "One step" }).click();
  await expect(readout).toContainText("; 1 step of gradient ascent");
  await expect(readout).not.toContainText("−10.64,");
  await figure.getByRole("button", { name: "Climb" }).click();
  await expect(readout).toContainText("log-likelihood −10.64, at best −10.64");
});

test("bound and gap always have the same sum", async ({ page }) => {
  const readout = page.getByRole("figure", { name: "The bound and the gap" }).locator(".readout");
  const numbers = async () =>
    ((await readout.textContent()) ?? "")
      .replaceAll("−", "-")
      .match(/-?\d+\.\d+/g)
      ?.map(Number) ?? [];
  const [evidence, bound] = await numbers();
  await page.getByLabel("mean of q").fill("1.2");
  await expect.poll(async () => (await numbers())[1]).not.toBe(bound);
  const [same, elbo, gap] = await numbers();
  expect(same).toBe(evidence);
  expect((elbo ?? 0) + (gap ?? 0)).toBeCloseTo(evidence ?? 0, 2);
});

test("dragged noise moves the sample along", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "The randomness, moved aside" });
  const picture = figure.getByRole("img", { name: "Noise above, the sample below" });
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (!box) throw new Error("no picture");
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.33 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.25 * box.width, box.y + 0.33 * box.height);
  await page.mouse.up();
  await expect(figure.getByLabel("noise ε")).toHaveValue(/^-2(\.0\d?)?$/);
  await expect(figure.locator(".readout")).toContainText(/= −0\.4\d/);
});

test("a sum of 400 dimensions takes longer than there is time", async ({ page }) => {
  const figure = page.getByRole("figure", { name: "How many terms the sum has" });
  await figure.getByLabel("dimensions of z").fill("12");
  await expect(figure).toContainText("about 17 minutes, at a thousand million a second");
  await figure.getByLabel("dimensions of z").fill("400");
  await expect(figure).toContainText("longer than the universe is old");
});

test("a click on a dimension selects it in the demo", async ({ page, demo }) => {
  await page.getByRole("link", { name: /^Dimension 7,/ }).click();
  await demo.ready();
  await expect(page.getByLabel("↔ sideways")).toHaveValue("7");
});

test("figures say what a model lacks, and show nothing of it", async ({ page, site }) => {
  await page.route("**/explanation.html*", async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace(
      /(<script type="application\/json" id="facts">)(.*?)(<\/script>)/,
      (_, before, facts, after) =>
        before + JSON.stringify({ ...JSON.parse(facts), kl: [], encoder: false }) + after,
    );
    await route.fulfill({ response, body: text });
  });
  await page.goto(`${site.url}explanation.html?machine.start=yes`);
  const machine = page.getByRole("figure", { name: "A face on its way through both networks" });
  await expect(machine).toContainText("has no encoder: no picture can go into it");
  await expect(machine.getByRole("img")).toHaveCount(0);
  const samples = page.getByRole("figure", { name: "Ten samples of one posterior" });
  await expect(samples).toContainText("the model on this site has none");
  await expect(samples.getByRole("img")).toHaveCount(0);
  const bound = page.getByRole("figure", { name: "The ELBO of this picture" });
  await expect(bound).toContainText("it cannot be computed");
  await expect(bound.locator("code")).toContainText("export async function elbo");
  await expect(page.getByRole("button", { name: "Start the machine" })).toHaveCount(0);
  const ranked = page.getByRole("figure", { name: "The latent dimensions, ranked" });
  await expect(ranked).toContainText("nobody has measured");
  await expect(ranked.locator("svg")).toHaveCount(0);
  await expect(
    ranked.getByRole("link", { name: "Dimension 3: show it in the demo" }),
  ).toBeVisible();
});

test("an address sets figures up, and what it says wrongly is passed over", async ({
  page,
  site,
}) => {
  const words = "network.smile=yes&network.squint=maybe&bound.mean=1.2&bound.std=9&bound.x=x";
  await page.goto(`${site.url}explanation.html?${words}#bound`);
  const network = page.getByRole("figure", { name: "A Bayesian network of four nodes" });
  await expect(network.getByRole("button", { name: /^the mood is good/ })).toContainText("61 %");
  await expect(page.getByLabel("mean of q")).toHaveValue("1.2");
  await expect(page.getByLabel("deviation of q")).toHaveValue("1.5");
  await expect(page.getByLabel("observed x")).toHaveValue("1.5");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    // The letters of formulas are many, and have the colour of what is around them.
    const { violations } = await new AxeBuilder({ page }).exclude("math").analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

for (const { width, height } of SCREENS) {
  test(`formulas are drawn as large as the text, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    // What a letter takes on the screen, and not what a style sheet says.
    const letters = await page.locator(".formula").evaluateAll((all) =>
      all.map((formula) => {
        const math = formula.querySelector("math");
        const probe = document.createElement("span");
        probe.style.cssText = "display:inline-block;width:1em";
        math?.before(probe);
        const em = probe.getBoundingClientRect().width;
        probe.remove();
        return em;
      }),
    );
    expect(letters.length).toBeGreaterThan(15);
    expect(Math.min(...letters)).toBeGreaterThanOrEqual(16);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    // The least that a formula may ask of a reader is to scroll; on common phones none does.
    const cut = await page
      .locator(".formula")
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
    if (width >= 390) expect(cut).toBe(0);
  });

  test(`figures fit the screen, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const figure of await page.getByRole("figure").all()) {
      const box = await figure.boundingBox();
      const name = await figure.getAttribute("aria-label");
      expect(box?.width, `width of: ${name}`).toBeLessThanOrEqual(width);
      if (width !== 320) expect(box?.height, `height of: ${name}`).toBeLessThanOrEqual(height);
    }
  });
}

for (const [width, deviceScaleFactor] of [
  [1280, 2],
  [390, 3],
] as const) {
  test.describe(`on a screen ${width} wide at ${deviceScaleFactor}x`, () => {
    test.use({ viewport: { width, height: 844 }, deviceScaleFactor });

    test("the braces under the ELBO are drawn whole", async ({ page }) => {
      const braced = page.locator(".braced");
      await expect(braced).toHaveCount(4);
      for (const term of await braced.all()) {
        const over = await term.locator("math").first().boundingBox();
        const brace = term.locator(".brace");
        const under = await brace.boundingBox();
        expect(under?.width).toBeGreaterThan(0.8 * (over?.width ?? Number.NaN));
        const [first, last] = await inked(brace);
        expect(first).toBeLessThan(0.03);
        expect(last).toBeGreaterThan(0.97);
      }
    });
  });
}

/** From where to where a drawing is drawn, in fractions of its width, with no gap between. */
async function inked(drawing: Locator): Promise<[number, number]> {
  await drawing.scrollIntoViewIfNeeded();
  const picture = (await drawing.screenshot()).toString("base64");
  const columns = await drawing.page().evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    const level = (x: number, y: number) => pixels[4 * (y * image.width + x)] ?? 0;
    const paper = level(Math.floor(image.width / 4), 0);
    return Array.from({ length: image.width }, (_, x) =>
      Array.from({ length: image.height }, (_, y) => y).some(
        (y) => Math.abs(level(x, y) - paper) > 60,
      ),
    );
  }, picture);
  const [first, last] = [columns.indexOf(true), columns.lastIndexOf(true)];
  expect(columns.slice(first, last).every(Boolean)).toBe(true);
  return [first / columns.length, (last + 1) / columns.length];
}

test("nothing was typeset by the page itself, and nothing inline is against its own policy", async ({
  page,
  site,
}) => {
  const text = await (await page.request.get(`${site.url}explanation.html`)).text();
  expect(text.match(/<math/g)?.length).toBeGreaterThan(50);
  expect(text).not.toContain("<annotation");
  expect(text).not.toMatch(/<[a-z]+ [^>]*\bstyle="/);
});

test("three tiny models arrive when their figure is reached, and draw digits", async ({
  page,
  site,
}) => {
  const asked = () => site.requests.filter((path) => path.includes("weight-"));
  const figure = page.getByRole("figure", { name: "What the weight of the KL does" });
  await figure.scrollIntoViewIfNeeded();
  const plane = figure.getByRole("img", {
    name: "Where the encoder puts digits, with β = 1",
    exact: true,
  });
  await expect(plane.locator("text")).toHaveCount(360, { timeout: 60_000 });
  expect(new Set(asked()).size).toBe(3);
  const first = figure.getByRole("img", { name: "Sample 1", exact: true }).locator("canvas");
  const pixels = () =>
    first.evaluate((canvas: HTMLCanvasElement) =>
      String(canvas.getContext("2d")?.getImageData(0, 0, 8, 8).data),
    );
  const before = await pixels();
  await figure.getByRole("button", { name: "Sample z from N(0, I)" }).click();
  await expect.poll(pixels).not.toBe(before);
  await figure.getByRole("button", { name: "β = 10" }).click();
  await expect(figure.locator(".readout")).toContainText("KL 0.0 nats");
  await figure.getByText("The decoder that draws them").click();
  await expect(figure.locator("code")).toContainText("export function decode");
});
