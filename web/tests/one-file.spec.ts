import { pathToFileURL } from "node:url";
import { expect, type Frame, type Page, test } from "@playwright/test";
import { picture, shownSize } from "../src/model/enlarge";
import { pack } from "../src/points/link";
import { ONE_FILE, SAVED, TALL } from "./prepare";
import { golden, manifest } from "./visit";

// The demo in one file: from a disk, and as the text of a frame in a saved notebook.

/** Levels by which the decoder in its lighter form may differ. */
const TOLERANCE = 6;

const face = (frame: Frame | Page) => frame.getByRole("application", { name: /^Face/ });

/** The face on show, of every pixel red, green and blue, once it is the newest. */
async function levels(frame: Frame | Page): Promise<number[]> {
  await expect(face(frame)).toHaveAttribute("data-behind", "false");
  const canvas = face(frame).locator("canvas");
  return canvas.evaluate((each: HTMLCanvasElement) => {
    const data = each.getContext("2d")?.getImageData(0, 0, each.width, each.height).data ?? [];
    return Array.from(data).filter((_, i) => i % 4 !== 3);
  });
}

/** What a page complains about, and which addresses it asks for: filled while it is used. */
function watch(page: Page): { complaints: string[]; asked: string[] } {
  const seen = { complaints: [] as string[], asked: [] as string[] };
  page.on("pageerror", (error) => seen.complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") seen.complaints.push(message.text());
  });
  page.on("request", (request) => seen.asked.push(request.url()));
  return seen;
}

async function ready(frame: Frame | Page): Promise<void> {
  await expect(face(frame)).toHaveAttribute("aria-busy", "false");
  await expect(face(frame).locator("canvas")).toBeVisible();
}

test("from a disk it draws what Python decodes, and follows the mouse", async ({ page }) => {
  const { decoder, image } = manifest(TALL);
  const [pair] = golden(TALL);
  if (!pair) throw new Error("there are no pairs to compare with");
  const seen = watch(page);
  const file = pathToFileURL(ONE_FILE).href;
  await page.goto(`${file}#p=${pack({ z: pair.z, selected: [0, 1], reach: 1 }, decoder)}`);
  await ready(page);
  const { pixels } = picture(pair.face, image, shownSize(image));
  const expected = Array.from(pixels).filter((_, i) => i % 4 !== 3);
  const furthest = async () =>
    (await levels(page)).reduce(
      (far, level, i) => Math.max(far, Math.abs(level - (expected[i] ?? NaN))),
      0,
    );
  await expect.poll(furthest).toBeLessThanOrEqual(TOLERANCE);
  const box = await face(page).boundingBox();
  await face(page).hover({
    position: { x: 0.75 * (box?.width ?? 0), y: 0.25 * (box?.height ?? 0) },
  });
  await expect(page.locator(".status b")).toHaveText(["+0.50", "+0.50"]);
  await expect.poll(furthest).toBeGreaterThan(TOLERANCE);
  await expect(page.getByRole("link", { name: "How does it work?" })).toHaveCount(0);
  // A second visit begins where the first one ended.
  await expect
    .poll(() => page.url())
    .not.toContain(pack({ z: pair.z, selected: [0, 1], reach: 1 }, decoder));
  await page.reload();
  await ready(page);
  await expect(page.locator(".status b")).toHaveText(["+0.50", "+0.50"]);
  expect(seen.complaints).toEqual([]);
  expect(seen.asked.filter((url) => !/^(file|blob|data):/.test(url))).toEqual([]);
});

test("in a saved notebook it begins at the widget's point, and moves", async ({ page }) => {
  // What nbconvert's page loads beside: not ours, and not at hand.
  await page.route(/^https?:/, (route) => route.abort());
  await page.goto(pathToFileURL(SAVED).href);
  const frame = await (await page.waitForSelector('iframe[title="Morphing Faces"]')).contentFrame();
  if (!frame) throw new Error("there is no frame");
  await ready(frame);
  await expect(frame.locator(".status b")).toHaveText(["+0.00", "+0.00"]);
  const before = await levels(frame);
  const box = await face(frame).boundingBox();
  await face(frame).hover({
    position: { x: 0.75 * (box?.width ?? 0), y: 0.25 * (box?.height ?? 0) },
  });
  await expect(frame.locator(".status b")).toHaveText(["+1.00", "+1.00"]);
  expect(await levels(frame)).not.toEqual(before);
  await frame.getByRole("button", { name: "Random" }).click();
  await expect(frame.locator(".status b")).not.toHaveText(["+1.00", "+1.00"]);
  // Nobody could follow a link to what stands in a notebook.
  await frame.getByText("Keep and share").click();
  await expect(frame.getByRole("button", { name: "Copy link" })).toBeDisabled();
});
