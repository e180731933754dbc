import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Manifest } from "../src/model/manifest";
import { describePoint } from "../src/points/document";
import { pack } from "../src/points/link";
import { PAIR } from "./prepare";
import { expect, manifest, test } from "./visit";

// A site of two models: one is loaded at a time, the face stays where the other can encode it.

test.use({ folder: PAIR, serviceWorkers: "block" });
// Each visit opens several models, which takes as long as it takes on a machine that is busy.
test.describe.configure({ timeout: 180_000 });

const described = manifest(PAIR);
const [grey, hue] = described.models ?? [];
if (!grey || !hue) throw new Error("the site has not two models");
const other: Manifest = JSON.parse(readFileSync(join(PAIR, hue.path), "utf8"));

const chooser = (page: Page) => page.getByRole("combobox", { name: "Model" });

/** Whether a face has colours. */
const coloured = (levels: number[]) =>
  levels.some((level, i) => i % 4 === 0 && Math.abs(level - (levels[i + 2] ?? 0)) > 8);

test("at first, nothing of the second model is loaded", async ({ demo, site }) => {
  await demo.open();
  expect(site.requests.filter((path) => path.startsWith("models/"))).toEqual([]);
  await expect(chooser(demo.page)).toHaveValue(grey.decoder);
});

test("the face goes along, frozen state and reach stay, and undo leads back", async ({ demo }) => {
  await demo.open();
  const { page } = demo;
  await demo.button("Random").click();
  await demo.face.click();
  await expect(page.locator(".state")).toHaveText("frozen");
  const before = await demo.print();
  const address = page.url();
  await chooser(page).selectOption("hue");
  await expect(demo.notice).toHaveText(
    /^Now hue: the face is an approximation.*Undo leads back\.$/,
  );
  expect(coloured(await demo.colours())).toBe(true);
  await expect(page.locator(".state")).toHaveText("frozen");
  await expect(chooser(page)).toHaveValue(hue.decoder);
  await expect.poll(() => page.url()).not.toBe(address);
  const arrived = await demo.print();
  await demo.button("Undo").click();
  await expect(chooser(page)).toHaveValue(grey.decoder);
  expect(await demo.print()).toBe(before);
  await expect(page.locator(".state")).toHaveText("frozen");
  await demo.button("Redo").click();
  await expect(chooser(page)).toHaveValue(hue.decoder);
  expect(await demo.print()).toBe(arrived);
  await page.reload();
  await expect(chooser(page)).toHaveValue(hue.decoder);
  expect(coloured(await demo.colours())).toBe(true);
});

test("a link to a face of the second model opens it, and nothing of the first", async ({
  demo,
  site,
}) => {
  const z = Float32Array.from({ length: other.latent_size }, (_, i) => (i % 3) - 1);
  const link = `#p=${pack({ z, selected: [3, 2], reach: 1.5 }, hue.decoder)}`;
  await demo.open(link);
  await expect(chooser(demo.page)).toHaveValue(hue.decoder);
  expect(coloured(await demo.colours())).toBe(true);
  const index = other.interesting[3]?.index ?? 0;
  expect(await demo.coordinate(3)).toBeCloseTo(z[index] ?? NaN, 2);
  expect(site.requests.filter((path) => path.startsWith("model/decoder"))).toEqual([]);
  await expect(demo.button("Undo")).toBeDisabled();
});

test("a link that comes later leads to the other model, and undo back", async ({ demo }) => {
  await demo.open();
  const before = await demo.print();
  const z = new Float32Array(other.latent_size).fill(0.5);
  await demo.page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `p=${pack({ z, selected: [0, 1], reach: 1 }, hue.decoder)}`,
  );
  await expect(chooser(demo.page)).toHaveValue(hue.decoder);
  expect(coloured(await demo.colours())).toBe(true);
  await demo.button("Undo").click();
  await expect(chooser(demo.page)).toHaveValue(grey.decoder);
  expect(await demo.print()).toBe(before);
});

test("a film in progress is finished first", async ({ demo }) => {
  await demo.open();
  await demo.button("Record").click();
  await demo.hover(0.5, 0.5);
  await demo.ready();
  const downloading = demo.page.waitForEvent("download");
  await chooser(demo.page).selectOption("hue");
  expect((await downloading).suggestedFilename()).toMatch(/\.(mp4|webm)$/);
  await expect(chooser(demo.page)).toHaveValue(hue.decoder);
});

test("a point of the second model that is dropped on the first opens there", async ({ demo }) => {
  await demo.open();
  const before = await demo.print();
  const z = Float32Array.from({ length: other.latent_size }, (_, i) => (i % 3) - 1);
  const owner = {
    name: "hue",
    decoder: hue.decoder,
    latentSize: other.latent_size,
    dimensions: other.interesting.length,
  };
  const document = describePoint({ z, selected: [3, 2], reach: 1.5 }, owner);
  await demo.drop(Buffer.from(document), "application/json", "point.json");
  await expect(demo.notice).toHaveText("Now hue: the face of this file is back. Undo leads back.");
  await expect(chooser(demo.page)).toHaveValue(hue.decoder);
  expect(await demo.coordinate(3)).toBeCloseTo(z[other.interesting[3]?.index ?? 0] ?? NaN, 5);
  await demo.button("Undo").click();
  await expect(chooser(demo.page)).toHaveValue(grey.decoder);
  expect(await demo.print()).toBe(before);
});

test("reset leads back to the first model and face, and undo from there", async ({ demo }) => {
  await demo.open();
  const first = await demo.print();
  await demo.button("Random").click();
  await expect.poll(() => demo.print()).not.toBe(first);
  await chooser(demo.page).selectOption("hue");
  await expect(demo.notice).toContainText("Now hue");
  const arrived = await demo.print();
  await demo.button("Reset").click();
  await expect(demo.notice).toHaveText("Now grey: back to the first face. Undo leads back.");
  expect(await demo.print()).toBe(first);
  await demo.button("Undo").click();
  await expect(chooser(demo.page)).toHaveValue(hue.decoder);
  expect(await demo.print()).toBe(arrived);
});
