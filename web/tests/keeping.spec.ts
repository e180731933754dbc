import { readFileSync } from "node:fs";
import type { Download } from "@playwright/test";
import { pack } from "../src/points/link";
import { addTexts, readText } from "../src/points/png";
import { directionsOf } from "./directions";
import { SITE } from "./prepare";
import { expect, manifest, opening, test, unfold } from "./visit";

const contents = async (download: Download) => readFileSync(await download.path());

test("a copied link shows the same face to somebody else", async ({ demo, page, browser }) => {
  await demo.open();
  await demo.hover(0.3, 0.6);
  await demo.slider(4).fill("2");
  await demo.ready();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await demo.button("Copy link").click();
  await expect(demo.notice).toContainText("The link is copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/any\/folder\/#p=[\w-]{800,850}$/);

  const somebody = await (await browser.newContext()).newPage();
  await unfold(somebody);
  await somebody.goto(link);
  const slider = somebody.getByRole("slider", { name: /^Dimension 4\b/ });
  await expect(slider).toHaveValue("2");
  const [across] = opening();
  const other = somebody.getByRole("slider", { name: new RegExp(`^Dimension ${across}\\b`) });
  await expect(other).toHaveValue(await demo.slider(across).inputValue());
  await somebody.context().close();
});

test("the state lives in the address, and reloading keeps it", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(7).fill("-1.25");
  await expect(page).toHaveURL(/#p=/);
  await page.reload();
  await demo.ready();
  await expect.poll(() => demo.coordinate(7)).toBe(-1.25);
});

test("reloading at once keeps the face, too", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(7).fill("-1.25");
  await page.reload();
  await demo.ready();
  expect(await demo.coordinate(7)).toBe(-1.25);
});

test("what is done while the model is on its way is in the address", async ({ demo, page }) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/runtime\./, async (route) => {
    await arrived;
    await route.continue();
  });
  await unfold(page);
  await page.goto(demo.url);
  await demo.slider(7).fill("-1.25");
  await expect(page).toHaveURL(/#p=/);
  arrive();
  await page.reload();
  await demo.ready();
  expect(await demo.coordinate(7)).toBe(-1.25);
});

test("a walk is in the address, as far as it has come", async ({ demo, page }) => {
  await demo.open();
  await demo.button("Walk").click();
  await expect(page).toHaveURL(/#p=/);
  const early = page.url();
  await expect.poll(() => page.url()).not.toBe(early);
});

test("the explanation leads back to the face, and its chart keeps it", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(5).fill("2.5");
  await page.getByRole("link", { name: "How does it work?" }).click();
  await page.getByRole("link", { name: "Back to the face" }).click();
  await demo.ready();
  expect(await demo.coordinate(5)).toBe(2.5);
  await page.getByRole("link", { name: "How does it work?" }).click();
  await page.getByRole("link", { name: /^Dimension 7,/ }).click();
  await demo.ready();
  expect(await demo.coordinate(5)).toBe(2.5);
  await expect(page.getByLabel("↔ sideways")).toHaveValue("7");
  await page.goto(demo.url);
  await demo.ready();
  await page.getByRole("link", { name: "How does it work?" }).click();
  await page.getByRole("link", { name: "Back to the face" }).click();
  await demo.ready();
  expect(await demo.coordinate(5)).not.toBe(2.5);
});

test("a damaged link says so, and a random face comes instead", async ({ demo }) => {
  const { decoder, latent_size } = manifest();
  const z = new Float32Array(latent_size);
  const payload = pack({ z, selected: [0, 1], reach: 1 }, decoder);
  await demo.open(`#p=${payload.slice(0, -9)}`);
  await expect(demo.notice).toContainText("This link is damaged");
  await expect(demo.button("Undo")).toBeEnabled();
  await expect(demo.notice).toContainText("Here is a random face instead");
});

test("the face that a visit begins with is not undone, a link that comes later is", async ({
  demo,
  page,
}) => {
  const { decoder, latent_size, interesting } = manifest();
  const link = (value: number) => {
    const z = new Float32Array(latent_size);
    z[interesting[3]?.index ?? 0] = value;
    return `#p=${pack({ z, selected: [3, 4], reach: 2 }, decoder)}`;
  };
  await demo.open(link(1.5));
  expect(await demo.coordinate(3)).toBe(1.5);
  await expect(demo.button("Undo")).toBeDisabled();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link(-0.5));
  await expect.poll(() => demo.coordinate(3)).toBe(-0.5);
  await demo.button("Undo").click();
  await expect.poll(() => demo.coordinate(3)).toBe(1.5);
  await demo.slider(3).fill("2");
  await demo.button("Reset").click();
  await expect.poll(() => demo.coordinate(3)).toBe(1.5);
});

test("a link of another model says so", async ({ demo }) => {
  const z = new Float32Array(manifest().latent_size);
  const payload = pack({ z, selected: [0, 1], reach: 1 }, "f".repeat(64));
  await demo.open(`#p=${payload}`);
  await expect(demo.notice).toContainText("belongs to another model");
});

test("a saved picture carries its point, and brings its face back", async ({ demo, page }) => {
  await demo.open();
  await demo.hover(-0.7, 0.7);
  await demo.slider(2).fill("1.11");
  const saved = await demo.pixels();
  const downloading = page.waitForEvent("download");
  await demo.button("Save PNG").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("morphing-face.png");
  const png = await contents(download);
  const point = JSON.parse((await readText(png, "morphing-faces")) ?? "");
  expect(point).toMatchObject({ format: "morphing-faces point 1", model: "faces48" });
  expect(await readText(png, "Description")).toContain("not a photograph");

  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(2)).not.toBe(1.11);
  await demo.drop(png, "image/png");
  await expect(demo.notice).toContainText("The face of this file is back");
  expect(await demo.pixels()).toEqual(saved);

  await demo.drop(Buffer.from(png.subarray(0, 200)), "image/png"); // within the point
  await expect(demo.notice).toContainText("This PNG file is cut off");
  await demo.drop(Buffer.from("GIF89a"), "image/gif");
  await expect(demo.notice).toContainText("This picture is damaged");
  expect(await demo.pixels()).toEqual(saved);
});

test("a picture that other weights drew is encoded anew, and the page says whose it is", async ({
  demo,
  page,
}) => {
  await demo.open();
  await demo.hover(0.5, -0.5);
  await demo.ready();
  const before = await demo.pixels();
  const downloading = page.waitForEvent("download");
  await demo.button("Save PNG").click();
  const png = await contents(await downloading);
  const point = JSON.parse((await readText(png, "morphing-faces")) ?? "");
  const other = JSON.stringify({ ...point, decoder: "0".repeat(64) });
  const drawn = addTexts(png, { "morphing-faces": other });
  expect(await readText(drawn, "morphing-faces")).toBe(other);

  await demo.button("Random").click();
  await demo.drop(Buffer.from(drawn), "image/png");
  await expect(demo.notice).toContainText('belongs to the model "faces48"');
  await expect(demo.notice).toContainText("Its picture is encoded anew");
  await demo.ready();
  const after = await demo.pixels();
  const off = before.reduce((sum, level, i) => sum + Math.abs(level - (after[i] ?? 0)), 0);
  expect(off / before.length).toBeLessThan(12);
  await demo.button("Undo").click();
  await expect.poll(() => demo.pixels()).not.toEqual(after);
});

test("after the first visit, the page works without a network", async ({ demo, page, site }) => {
  await demo.open();
  await page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.state === "activated" && navigator.serviceWorker.controller !== null;
  });
  await expect(demo.button("Random")).toBeEnabled();
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
  await expect(demo.direction(directionsOf(SITE)[0]?.name ?? "")).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false); // this host sends no headers
  await site.close();
  await page.reload();
  await demo.ready();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await demo.hover(0.5, 0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  const moved = await demo.coordinate(2);
  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(2)).not.toBe(moved);
  await demo.direction(directionsOf(SITE)[0]?.name ?? "").fill("1");
  await demo.button("Record").click();
  await demo.hover(0.2, 0.2);
  const { content } = await demo.download("Stop recording");
  expect(content.length).toBeGreaterThan(5000);
});
