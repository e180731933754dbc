import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { picture, savedSize, shownSize } from "../src/model/enlarge";
import { pack } from "../src/points/link";
import { TALL } from "./prepare";
import { type Demo, expect, golden, manifest, test } from "./visit";

// A model whose faces are in colours, and higher than wide: 36 rows of 24 pixels.

test.use({ folder: TALL, serviceWorkers: "block" });

/** The most that a level may differ from Python's. */
const TOLERANCE = 4;
const RATIO = 24 / 36;

/** The width of something on the page, in heights. */
async function ratio(demo: Demo, selector: string): Promise<number> {
  const box = await demo.page.locator(selector).first().boundingBox();
  return (box?.width ?? NaN) / (box?.height ?? NaN);
}

const most = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((far, level, i) => Math.max(far, Math.abs(level - (other[i] ?? NaN))), 0);

async function openGolden(demo: Demo): Promise<Float32Array> {
  const [pair] = golden(TALL);
  if (!pair) throw new Error("there are no pairs to compare with");
  const { decoder } = manifest(TALL);
  await demo.open(`#p=${pack({ z: pair.z, selected: [0, 1], reach: 1 }, decoder)}`);
  return pair.face;
}

test("the face in the page keeps its proportions before the model has arrived", async ({
  demo,
  page,
}) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(/model\.json$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(demo.url);
  await expect(demo.face.getByRole("presentation")).toBeVisible();
  expect(await ratio(demo, ".face img")).toBeCloseTo(RATIO, 2);
  go();
  await demo.ready();
});

test("a face that is not square is shown and kept as it is, in its colours", async ({
  demo,
  page,
}) => {
  const face = await openGolden(demo);
  const { image } = manifest(TALL);
  const expected = picture(face, image, shownSize(image));
  await expect(demo.face.locator("canvas")).toHaveAttribute("width", String(expected.width));
  await expect
    .poll(async () => most(await demo.colours(), expected.pixels))
    .toBeLessThan(TOLERANCE);
  expect(await ratio(demo, ".face")).toBeCloseTo(RATIO, 2);
  await demo.button("Keep").click();
  await expect(page.locator("li canvas[width='24']")).toHaveCount(1);
  expect(await ratio(demo, "li canvas")).toBeCloseTo(RATIO, 1);
  await expect(page.locator(".strip canvas[width='120']").first()).toBeVisible();
  expect(await ratio(demo, ".strip")).toBeCloseTo(5 * RATIO, 1);
  await page.getByLabel("uncertainty").check();
  await expect(page.locator("figure canvas")).toBeVisible();
  expect(await ratio(demo, "figure canvas")).toBeCloseTo(RATIO, 2);
});

test("all of a face that is not square is there to be hovered over", async ({ demo }) => {
  await demo.open();
  await demo.hover(0.5, -0.75);
  await expect.poll(() => demo.coordinate(0)).toBeCloseTo(0.5, 1);
  await expect.poll(() => demo.coordinate(1)).toBeCloseTo(-0.75, 1);
});

test("it is saved and filmed as it is", async ({ demo, page }) => {
  const face = await openGolden(demo);
  const { content } = await demo.download("Save PNG");
  const saved = await page.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    const data = Array.from(context?.getImageData(0, 0, width, height).data ?? []);
    return { width, height, data };
  }, content.toString("base64"));
  expect([saved.width, saved.height]).toEqual([384, 576]);
  const { image } = manifest(TALL);
  const expected = picture(face, image, savedSize(image));
  expect(most(saved.data, expected.pixels)).toBeLessThan(TOLERANCE);

  await demo.button("Record").click();
  await demo.hover(0.5, 0.5);
  const film = (await demo.download("Stop recording")).content;
  const source = new BufferSource(new Uint8Array(film));
  const track = await new Input({ source, formats: ALL_FORMATS }).getPrimaryVideoTrack();
  expect([track?.codedWidth, track?.codedHeight]).toEqual([384, 576]);
});

test("a photograph is refused in a sentence", async ({ demo, page }) => {
  await demo.open();
  const pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==";
  const buffer = Buffer.from(pixel, "base64");
  const file = { name: "photograph.png", mimeType: "image/png", buffer };
  await page.locator("input[aria-label='Your photograph']").setInputFiles(file);
  await expect(demo.notice).toContainText("does not say where eyes lie in a square picture");
});
