import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "@playwright/test";
import { pack } from "../src/points/link";
import { MAPPED, PHOTOGRAPHS, SHOWN } from "./prepare";
import { type Demo, expect, manifest, opening, test } from "./visit";

/** Decoding what a map shows takes seconds on a busy machine. */
const PATIENCE = { timeout: 60_000 };

test.setTimeout(180_000);

class FaceMap {
  readonly surface: Locator;

  constructor(readonly demo: Demo) {
    this.surface = demo.page.getByRole("application", { name: /^Map/ });
  }

  /** Waits until everything is on it. */
  async filled(): Promise<void> {
    await this.surface.scrollIntoViewIfNeeded();
    await expect(this.surface).toHaveAttribute("data-faces", "100", PATIENCE);
    await expect(this.surface).toHaveAttribute("data-tiles", "81", PATIENCE);
  }

  /** Moves the mouse to a place, bottom left (-1, -1), top right (1, 1); clicks it, too. */
  async point(x: number, y: number, click = false): Promise<void> {
    await this.surface.evaluate((element) => element.scrollIntoView({ block: "center" }));
    const box = await this.surface.boundingBox();
    if (!box) throw new Error("there is no map");
    const place = [box.x + ((x + 1) / 2) * box.width, box.y + ((1 - y) / 2) * box.height] as const;
    await this.demo.page.mouse.move(...place);
    if (click) {
      await this.demo.page.mouse.down();
      await this.demo.page.mouse.up();
    }
  }

  async withoutPeople(): Promise<void> {
    await this.demo.page.getByLabel("Random faces").uncheck();
  }
}

test("a hundred random faces and a grid of decoded faces come onto the map", async ({ demo }) => {
  await demo.open();
  const map = new FaceMap(demo);
  await map.filled();
  const colours = await map.surface
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(data).size;
    });
  expect(colours).toBeGreaterThan(100);
});

test("the map waits until it is opened", async ({ demo }) => {
  await demo.first();
  await demo.page.getByRole("button", { name: "Random", exact: true }).click();
  await demo.ready();
  await expect(demo.page.locator(".surface")).toHaveAttribute("data-tiles", "0");
  await demo.page.getByRole("heading", { name: "Map" }).click();
  await expect(demo.page.locator(".surface")).not.toHaveAttribute("data-tiles", "0", PATIENCE);
});

test("pointing at the map shows a face, and leaving it brings back the one before", async ({
  demo,
  page,
}) => {
  await demo.open();
  const map = new FaceMap(demo);
  await map.withoutPeople();
  const before = await demo.pixels();
  const [first] = opening();
  const coordinate = await demo.coordinate(first);
  await map.point(0.6, 0.6);
  await expect.poll(() => demo.pixels()).not.toEqual(before);
  expect(await demo.coordinate(first)).toBe(coordinate);
  await page.mouse.move(2, 2);
  await expect.poll(() => demo.pixels()).toEqual(before);
});

test("a legend says what is on the map, and the ends of its axes stand beside it", async ({
  demo,
  page,
}) => {
  await demo.open();
  await page.getByLabel("↔ sideways").selectOption("turn");
  await page.getByLabel("↕ upwards").selectOption("age");
  const legend = page.getByRole("list", { name: "What is on the map" });
  await expect(legend.getByRole("listitem")).toHaveText([
    "Where your face is",
    "The grid: what your face would be there",
    /^\s*Round: random faces/,
    /^More of these/,
  ]);
  await page.getByLabel("Random faces").uncheck();
  await expect(legend.getByRole("listitem")).toHaveCount(2);
  const { surface } = new FaceMap(demo);
  const box = await surface.boundingBox();
  for (const [word, left, below] of [
    ["to the left", false, true],
    ["to the right", false, true],
    ["older", true, false],
    ["younger", true, false],
  ] as const) {
    const end = await page.locator(".map .ends span", { hasText: word }).boundingBox();
    if (!end || !box) throw new Error("something is not there");
    if (left) expect(end.x + end.width).toBeLessThanOrEqual(box.x);
    if (below) expect(end.y).toBeGreaterThanOrEqual(box.y + box.height);
  }
});

test("the map reaches as far as the face lies", async ({ demo }) => {
  const { decoder, start, interesting } = manifest();
  const z = Float32Array.from(start.z);
  z[interesting[2]?.index ?? 0] = 5;
  await demo.open(`#p=${pack({ z, selected: [2, 3], reach: 3 }, decoder)}`);
  const { surface } = new FaceMap(demo);
  await expect(surface).toHaveAttribute("data-spans", "6 3");
  const marker = await surface.locator(".here").boundingBox();
  const box = await surface.boundingBox();
  if (!marker || !box) throw new Error("something is not there");
  expect(marker.x + marker.width).toBeLessThan(box.x + box.width);
  expect(marker.x).toBeGreaterThan(box.x + 0.85 * box.width);
});

test("a click stays where it points to, keys move on, and undo leads back", async ({
  demo,
  page,
}) => {
  await demo.open();
  const map = new FaceMap(demo);
  await map.withoutPeople();
  const before = await demo.pixels();
  await map.point(0.5, -0.25, true);
  await expect.poll(() => demo.across()).toBeCloseTo(1.5, 1);
  await expect.poll(() => demo.up()).toBeCloseTo(-0.75, 1);
  await map.surface.press("ArrowUp");
  await expect.poll(() => demo.up()).toBeCloseTo(-0.6, 1);
  await page.mouse.move(2, 2);
  while (await demo.button("Undo").isEnabled()) await demo.button("Undo").click();
  await expect.poll(() => demo.pixels()).toEqual(before);
});

test("a random face on the map is taken by a click on it", async ({ demo, page }) => {
  await demo.open();
  const map = new FaceMap(demo);
  await map.filled();
  const before = await demo.coordinate(20);
  // Somewhere in the middle there is one; a place of the plane leaves dimension 20 as it is.
  for (let row = -4; row <= 4 && (await demo.coordinate(20)) === before; row++) {
    for (let column = -4; column <= 4; column++) await map.point(column / 10, row / 10, true);
  }
  expect(await demo.coordinate(20)).not.toBe(before);
  await page.mouse.move(2, 2);
  await demo.ready();
});

test("the lists choose dimensions, which the picture moves too, and directions", async ({
  demo,
  page,
}) => {
  await demo.open();
  await expect(demo.direction("age")).toBeVisible();
  const sideways = page.getByLabel("↔ sideways");
  const upwards = page.getByLabel("↕ upwards");
  await sideways.selectOption("3");
  await upwards.selectOption("8");
  await demo.hover(0.25, 0.75);
  await expect.poll(() => demo.coordinate(3)).toBeCloseTo(0.25, 1);
  await expect.poll(() => demo.coordinate(8)).toBeCloseTo(0.75, 1);
  await sideways.selectOption("8");
  await expect(upwards).toHaveValue("3");
  await sideways.selectOption("age");
  await upwards.selectOption("happy");
  const map = new FaceMap(demo);
  await map.withoutPeople();
  await map.point(0.5, -0.5, true);
  await expect
    .poll(async () => Number(await demo.direction("age").inputValue()))
    .toBeCloseTo(1.5, 1);
  await expect
    .poll(async () => Number(await demo.direction("happy").inputValue()))
    .toBeCloseTo(-1.5, 1);
});

test("a photograph lies in the ellipse of its posterior, and resample draws from that", async ({
  demo,
  page,
}) => {
  await demo.open();
  test.skip(!manifest().files.finder, "this site was built without the face finder");
  await demo.drop(readFileSync(join(PHOTOGRAPHS, "one.png")), "image/png");
  const resample = demo.button("Resample");
  await expect(resample).toBeVisible(PATIENCE);
  const map = new FaceMap(demo);
  const [mean, deviation] = await map.surface.evaluate((surface) => {
    const ellipse = surface.querySelectorAll("ellipse")[1];
    const [x = 0] =
      /translate\((\S+)/
        .exec(ellipse?.getAttribute("transform") ?? "")
        ?.slice(1)
        .map(Number) ?? [];
    const span = Number((surface as HTMLElement).dataset["spans"]?.split(" ")[0]);
    return [span * x, span * Number(ellipse?.getAttribute("rx"))] as const;
  });
  const [first] = opening();
  expect(await demo.coordinate(first)).toBeCloseTo(mean, 1);
  const drawn = new Set<number>();
  for (let i = 0; i < 12; i++) {
    await resample.click();
    await expect(map.surface.locator(".sample")).toHaveCount(i + 1);
    const value = await demo.coordinate(first);
    expect(Math.abs(value - mean)).toBeLessThan(6 * deviation);
    drawn.add(value);
  }
  expect(drawn.size).toBeGreaterThan(3);
  await expect(page.getByRole("heading", { name: "Your photograph" })).toBeVisible();
});

test.describe("on the page of one's own model", () => {
  test.use({ folder: MAPPED, serviceWorkers: "block" });

  test("the owner's faces stand on the map in place of random ones", async ({ demo, page }) => {
    await demo.open();
    const map = new FaceMap(demo);
    await map.surface.scrollIntoViewIfNeeded();
    await expect(map.surface).toHaveAttribute("data-faces", String(SHOWN), PATIENCE);
    await expect(page.getByText("photographs that its owner shows here")).toBeVisible();
    await page.getByLabel("The owner's faces").uncheck();
  });
});
