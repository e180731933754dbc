import { join } from "node:path";
import type { Page } from "@playwright/test";
import { PHOTOGRAPHS } from "./prepare";
import { expect, test } from "./visit";

test.beforeEach(async ({ page, site }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${site.url}explanation.html#machine`);
  await page.getByRole("button", { name: "Start the machine" }).first().click();
  await expect(page.getByRole("button", { name: "Another face" })).toBeVisible();
  await expect(term(page, "ELBO")).toBeVisible();
});

const figure = (page: Page, name: string) => page.getByRole("figure", { name });
const term = (page: Page, name: string) =>
  figure(page, "The ELBO of this picture").locator("dl div", { hasText: name }).locator(".number");

async function nats(page: Page, name: string): Promise<number> {
  return Number(
    ((await term(page, name).textContent()) ?? "").replace("−", "-").replaceAll(",", ""),
  );
}

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
