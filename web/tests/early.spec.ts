import { statSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { HEADS, PAIR } from "./prepare";
import { type Demo, expect, manifest, test } from "./visit";

// What the page does before the decoder has arrived, which is held back here until it is let go.

test.use({ folder: HEADS, serviceWorkers: "block" });
test.describe.configure({ timeout: 180_000 });

/** Bytes that may be sent until the face answers. */
const MOST = 1.5e6;
const PATIENCE = { timeout: 60_000 };
const LARGE = /(decoder|runtime)\..*\.gz/;

/** Holds the model and ONNX Runtime back; what comes back lets them go. */
async function hold(page: Page): Promise<() => void> {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(LARGE, async (route) => {
    await held;
    await route.continue();
  });
  return go;
}

/** Points to an exact position, which the mouse, on whole pixels, cannot. */
async function point(demo: Demo, x: number, y: number): Promise<void> {
  await demo.face.evaluate(
    (face, [x, y]) => {
      const { left, top, width, height } = face.getBoundingClientRect();
      const clientX = left + ((x + 1) / 2) * width;
      const clientY = top + ((1 - y) / 2) * height;
      const pointer = { clientX, clientY, pointerType: "mouse", bubbles: true };
      face.dispatchEvent(new PointerEvent("pointermove", pointer));
    },
    [x, y] as const,
  );
}

/** Remembers in the page, by a name, what the canvas shows, whoever has made it. */
async function remember(demo: Demo, name: string): Promise<void> {
  const shown = demo.face.locator("canvas");
  await expect(shown).toBeVisible();
  await shown.evaluate(async (canvas: HTMLCanvasElement, name) => {
    await new Promise(requestAnimationFrame);
    const { width, height } = canvas;
    const data = canvas.getContext("2d")?.getImageData(0, 0, width, height).data;
    Object.assign(globalThis, { [name]: data });
  }, name);
}

/** The largest difference, in levels, between what is remembered and what the canvas shows. */
function difference(demo: Demo, name: string): Promise<number> {
  return demo.face.locator("canvas").evaluate((canvas: HTMLCanvasElement, name) => {
    const before = (globalThis as unknown as Record<string, Uint8ClampedArray>)[name];
    const { width, height } = canvas;
    const now = canvas.getContext("2d")?.getImageData(0, 0, width, height).data;
    if (!before || before.length !== now?.length) throw new Error("pictures of two sizes");
    return before.reduce((far, level, i) => Math.max(far, Math.abs(level - (now[i] ?? 0))), 0);
  }, name);
}

test("the face follows the pointer before the model is there, and stays the same when it comes", async ({
  demo,
  page,
  site,
}) => {
  const go = await hold(page);
  await page.goto(demo.url);
  await expect(page.getByText("The face follows you already")).toBeVisible();
  const first: [number, number] = [0.5, -0.25];
  const places: [number, number][] = [first, [-1, 1], [0.75, 0.75]];
  for (const [i, place] of places.entries()) {
    await point(demo, ...place);
    await remember(demo, `face ${i}`);
  }
  await demo.hover(0.1, 0.3);
  await expect.poll(() => difference(demo, "face 2"), PATIENCE).toBeGreaterThan(20);
  // The worker's script may be among them by now; the model and ONNX Runtime are not.
  const sent = site.requests.reduce(
    (sum, path) => sum + statSync(join(HEADS, path || "index.html")).size,
    0,
  );
  expect(sent).toBeLessThan(MOST);
  expect(site.requests.filter((path) => LARGE.test(path))).toEqual([]);

  await point(demo, ...first);
  go();
  await demo.ready();
  for (const [i, place] of places.entries()) {
    await point(demo, ...place);
    await expect.poll(() => difference(demo, `face ${i}`), PATIENCE).toBeLessThanOrEqual(2);
  }
});

test("what needs the model says so until it comes", async ({ demo, page }) => {
  const go = await hold(page);
  await page.goto(demo.url);
  await expect(page.getByText("The face follows you already")).toBeVisible();
  await point(demo, 0.5, 0.5);
  await remember(demo, "early");
  await expect(demo.button("Walk")).toBeDisabled();
  await demo.button("Random").click();
  await expect(demo.notice).toContainText("A random face comes with the model");
  await demo.button("Undo").click();
  await expect(demo.face.getByRole("presentation")).toBeVisible();
  go();
  await demo.ready();
  await expect.poll(() => difference(demo, "early"), PATIENCE).toBeGreaterThan(20);
  await expect(demo.notice).toHaveText("");
  await expect(demo.button("Walk")).toBeEnabled();
});

test("a face that only the model can make is promised", async ({ demo, page }) => {
  await hold(page);
  await page.goto(`${demo.url}#open=dimensions`);
  await expect(page.getByText("The face follows you already")).toBeVisible();
  await demo.slider(5).fill("1");
  await expect(page.getByText("The face that you asked for comes with the model")).toBeVisible();
  await demo.button("Undo").click();
  await expect(page.getByText("The face follows you already")).toBeVisible();
});

for (const [how, script] of [
  [
    "by the connection",
    () => Object.defineProperty(navigator, "connection", { value: { saveData: true } }),
  ],
  [
    "by a preference",
    () => {
      const ask = window.matchMedia.bind(window);
      window.matchMedia = (query) => ask(query.includes("reduced-data") ? "all" : query);
    },
  ],
] as const) {
  test(`where data is saved, ${how}, the model comes when it is asked for`, async ({
    demo,
    page,
    site,
  }) => {
    await page.addInitScript(script);
    await page.goto(demo.url);
    const load = page.getByRole("button", { name: /Load the model: \d+\.\d MB/ });
    await expect(load).toBeVisible();
    await point(demo, -0.5, 0.5);
    await remember(demo, "early");
    await demo.button("Random").click();
    await expect(demo.notice).toContainText("A random face needs the model");
    await demo.button("Dismiss").click();
    expect(site.requests.filter((path) => path.endsWith(".gz"))).toEqual([]);
    await demo.button("Undo").click();
    await load.click();
    await demo.ready();
    // What was asked for comes with it.
    await expect.poll(() => difference(demo, "early"), PATIENCE).toBeGreaterThan(20);
  });
}

test("where the grid is missing, or no picture, the page waits for the model", async ({
  demo,
  page,
  site,
}) => {
  site.fail("grid.", "damaged");
  const go = await hold(page);
  await page.goto(demo.url);
  await expect(page.getByText(/Loading the model: \d+\.\d of \d+\.\d MB/)).toBeVisible();
  await demo.hover(0.5, 0.5);
  await expect(page.getByText("The face that you asked for comes with the model")).toBeVisible();
  await expect(demo.face.getByRole("presentation")).toBeVisible();
  go();
  await demo.ready();
});

test.describe("of several models", () => {
  test.use({ folder: PAIR });
  test("only the one that opens has its faces sent", async ({ demo, page, site }) => {
    expect(manifest(PAIR).start.grid).toBeDefined();
    await demo.first();
    await page.getByRole("combobox", { name: "Model" }).selectOption({ index: 1 });
    await expect(demo.notice).toContainText("Undo leads back");
    await demo.ready();
    const grids = site.requests.filter((path) => path.includes("grid."));
    expect(grids).toEqual([`model/${manifest(PAIR).start.grid?.faces}`]);
  });
});
