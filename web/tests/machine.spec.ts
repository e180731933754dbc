import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { PHOTOGRAPHS } from "./prepare";
import { Demo, expect, test } from "./visit";

/** Grey levels that two drawings of one face differ by at most, on average; two faces by more. */
const ALIKE = 5;

test.beforeEach(async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${site.url}explanation.html#machine`);
  await page.getByRole("button", { name: "Start the machine" }).first().click();
  await expect(page.getByRole("button", { name: "Another face" })).toBeVisible();
  await expect(term(page, "ELBO")).toBeVisible();
});

const figure = (page: Page, name: string) => page.getByRole("figure", { name });
const goingIn = (page: Page) =>
  page.getByRole("img", { name: "A face that the model made" }).locator("canvas");

/** A picture in few pixels, in levels from 0 to 255. */
const thumbnail = (canvas: Locator): Promise<number[]> =>
  canvas.evaluate((drawn: HTMLCanvasElement) => {
    const small = new OffscreenCanvas(16, 16).getContext("2d");
    if (small) small.imageSmoothingQuality = "high";
    small?.drawImage(drawn, 0, 0, 16, 16);
    return Array.from(small?.getImageData(0, 0, 16, 16).data ?? []);
  });

const apart = (one: number[], other: number[]) =>
  one.reduce((sum, level, i) => sum + Math.abs(level - (other[i] ?? 0)), 0) / one.length;

const term = (page: Page, name: string) =>
  figure(page, "The ELBO of this picture").locator("dl div", { hasText: name }).locator(".number");

async function nats(page: Page, name: string): Promise<number> {
  return Number(
    ((await term(page, name).textContent()) ?? "").replace("−", "-").replaceAll(",", ""),
  );
}

test("it opens with the page's first face, and says what is drawn and that one can draw", async ({
  page,
  site,
}) => {
  const machine = figure(page, "A face on its way through both networks");
  await expect(machine.getByText("Draw on it")).toBeVisible();
  for (const said of [
    "its mean, and two deviations",
    "z, which the noise draws",
    "95 % of the prior",
  ]) {
    await expect(machine.getByText(said)).toBeVisible();
  }
  const shown = await thumbnail(goingIn(page));
  const demo = new Demo(page, site.url);
  await demo.first();
  expect(apart(shown, await thumbnail(demo.face.locator("canvas")))).toBeLessThan(ALIKE);
});

test("every bar and every z that is told lies on the scale, however far the encoder goes", async ({
  page,
}) => {
  const drawing = page.getByRole("img", { name: "Mean and deviation of a few dimensions" });
  for (let face = 0; face < 4; face++) {
    const [room, ...bars] = await drawing.evaluate((svg) =>
      [svg, ...svg.querySelectorAll("rect.q")].map((each) => {
        const { left, right } = each.getBoundingClientRect();
        return { left, right };
      }),
    );
    expect(bars.length).toBe(7);
    for (const { left, right } of bars) {
      expect(right - left).toBeGreaterThan(1.5);
      expect(left).toBeGreaterThanOrEqual(room?.left ?? Infinity);
      expect(right).toBeLessThan((room?.right ?? 0) - 60);
    }
    const before = await drawing.textContent();
    await page.getByRole("button", { name: "Another face" }).click();
    await expect(drawing).not.toHaveText(before ?? "");
  }
});

test("the face of the demo is one press away", async ({ page, site }) => {
  await expect(page.getByRole("button", { name: "Your face of the demo" })).toHaveCount(0);
  const demo = new Demo(page, site.url);
  await demo.first();
  await demo.button("Random").click();
  await expect(page).toHaveURL(/[#&]p=/);
  const shown = await thumbnail(demo.face.locator("canvas"));
  await page.getByRole("link", { name: "How does it work?" }).click();
  await page.getByRole("button", { name: "Start the machine" }).first().click();
  await expect(page.getByText("Draw on it")).toBeVisible();
  expect(apart(shown, await thumbnail(goingIn(page)))).toBeGreaterThan(ALIKE);
  await page.getByRole("button", { name: "Your face of the demo" }).click();
  await expect.poll(async () => apart(shown, await thumbnail(goingIn(page)))).toBeLessThan(ALIKE);
});

test("the terms of a face add up, and drawing on it costs nats", async ({ page }) => {
  const [reconstruction, kl, elbo] = [
    await nats(page, "reconstruction"),
    await nats(page, "KL"),
    await nats(page, "ELBO"),
  ];
  expect(kl).toBeGreaterThan(0);
  expect(Math.abs(reconstruction - kl - elbo)).toBeLessThanOrEqual(1);
  await page.getByRole("button", { name: "A bar over the eyes" }).click();
  await expect.poll(() => nats(page, "ELBO")).toBeLessThan(elbo - 500);
  await page.getByRole("button", { name: "Wipe it clean" }).click();
  await expect.poll(() => nats(page, "ELBO")).toBeGreaterThan(elbo - 100);
});

test("ten samples are ten faces, alike until their deviation is stretched", async ({ page }) => {
  const samples = figure(page, "Ten samples of one posterior");
  const apart = async () =>
    samples.locator("canvas").evaluateAll((canvases) => {
      const faces = (canvases as HTMLCanvasElement[]).map(
        (canvas) => canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data,
      );
      const [first, second] = faces;
      if (!first || !second || !faces.every((face) => face?.some((level) => level > 0))) return -1;
      return first.reduce((sum, level, i) => sum + Math.abs(level - (second[i] ?? 0)), 0);
    });
  await expect.poll(apart).toBeGreaterThan(0);
  const close = await apart();
  await samples.getByLabel("σ, times").fill("4");
  await expect.poll(apart).toBeGreaterThan(1.5 * close);
});

test("a photograph goes through the machine, and nothing leaves for it", async ({ page, site }) => {
  test.skip(!(await hasFinder(page)), "this site was built without the face finder");
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") sent.push(request.url());
  });
  await page.getByLabel("A photograph for the machine").setInputFiles(join(PHOTOGRAPHS, "one.jpg"));
  await expect(
    page.getByRole("img", { name: "Your face, as the model is given it" }),
  ).toBeVisible();
  expect(sent).toEqual([]);
  expect(site.requests.every((path) => path !== "?")).toBe(true);
});

async function hasFinder(page: Page): Promise<boolean> {
  const answer = await page.request.get(new URL("model/model.json", page.url()).href);
  return "finder" in ((await answer.json()) as { files: object }).files;
}
