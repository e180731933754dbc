import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { pack } from "../src/points/link";
import { FOLDERS, PAIR } from "./prepare";
import { type Demo, expect, manifest, test } from "./visit";

// A model folder that is dropped as a zip, on a site that carries the same model: they draw alike.

test.use({ folder: PAIR, serviceWorkers: "block" });
// Each visit opens several models, which takes as long as it takes on a machine that is busy.
test.describe.configure({ timeout: 180_000 });

/** Levels by which the site's decoder, in its lighter form, may differ. */
const TOLERANCE = 8;

const hue = manifest(PAIR).models?.[1];
if (!hue) throw new Error("the site has not two models");

function zipped(folder: string, change: Record<string, Uint8Array> = {}): Buffer {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1));
  const entries = paths.map((path) => [
    `hue/${path}`,
    new Uint8Array(readFileSync(join(folder, path))),
  ]);
  return Buffer.from(zipSync({ ...Object.fromEntries(entries), ...change }));
}

/** How far two pictures lie apart, in levels. */
const furthest = (one: readonly number[], two: readonly number[]) =>
  one.length === two.length
    ? one.reduce((far, level, i) => Math.max(far, Math.abs(level - (two[i] ?? 0))), 0)
    : Number.POSITIVE_INFINITY;

const drop = (demo: Demo, bytes: Buffer) => demo.drop(bytes, "application/zip", "hue.zip");

test("it is explored here, draws what the site draws, and nothing is uploaded", async ({
  demo,
  page,
}) => {
  const z = new Float32Array(12);
  await demo.open(`#p=${pack({ z, selected: [0, 1], reach: 1 }, hue.decoder)}`);
  await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue(hue.decoder);
  const expected = await demo.colours();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" || !request.url().startsWith(demo.url)) sent.push(request.url());
  });
  await drop(demo, zipped(FOLDERS.hue));
  const said = page.getByRole("region", { name: "Your model" });
  await expect(said).toContainText(
    "hue.zip: the model hue, 12 latent dimensions to 30 x 30 colour",
  );
  await expect(said).toContainText("nothing is uploaded");
  await expect(said.getByLabel("Layout")).toHaveCount(0);
  await expect(demo.button("Copy link")).toBeDisabled();
  const drawn = await demo.colours();
  expect(furthest(drawn, expected)).toBeLessThanOrEqual(TOLERANCE);
  const before = await demo.print();
  await demo.hover(0.9, 0.9);
  await expect.poll(() => demo.print()).not.toBe(before);
  expect(sent).toEqual([]);
  await demo.button("Back to the faces").click();
  await expect(said).toBeHidden();
  await demo.ready();
});

test("beside it is a model of the site: the same z, or what that one's encoder makes of it", async ({
  demo,
  page,
}) => {
  const z = new Float32Array(manifest(PAIR).latent_size);
  await demo.open(`#p=${pack({ z, selected: [0, 1], reach: 1 }, manifest(PAIR).decoder)}`);
  const expected = await demo.colours();
  await demo.drop(zipped(FOLDERS.later), "application/zip", "later.zip");
  const said = page.getByRole("region", { name: "Your model" });
  await expect(said).toContainText("the model later");
  await demo.ready();
  const beside = page.getByRole("combobox", { name: "Beside it" });
  await beside.selectOption("grey");
  const other = page.getByRole("application", { name: /^The other face/ });
  const caption = page.locator("figure.other figcaption");
  await expect(caption).toHaveText("grey: the same z");
  const drawn = () =>
    other.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return Array.from(data ?? []);
    });
  await expect.poll(async () => furthest(await drawn(), expected)).toBeLessThanOrEqual(TOLERANCE);
  const before = await demo.print();
  await other.hover({ position: { x: 20, y: 20 } });
  await expect.poll(() => demo.print()).not.toBe(before);
  await expect.poll(async () => furthest(await drawn(), expected)).toBeGreaterThan(TOLERANCE);
  await beside.selectOption("hue");
  await expect(caption).toHaveText("hue: an approximation, what its encoder makes of the face");
  expect(page.url()).not.toContain("compare");
  await demo.button("Back to the faces").click();
  await expect(caption).toContainText("hue:");
  await expect(page).toHaveURL(/[?]compare=hue/);
});

test("what is damaged or leads out of it is refused, and the faces stay", async ({
  demo,
  page,
}) => {
  await demo.open();
  const before = await demo.print();
  const said = page.getByRole("region", { name: "Your model" });
  const content = Uint8Array.of(1, 2, 3);
  await drop(demo, zipped(FOLDERS.hue, { "hue/onnx/decoder.onnx": content }));
  await expect(said).toContainText("onnx/decoder.onnx is damaged");
  await drop(demo, zipped(FOLDERS.hue, { "../outside": content }));
  await expect(said).toContainText("leads out of it");
  await drop(demo, Buffer.from(zipSync({ "archive/data.pkl": content })));
  await expect(said).toContainText("a pickle without the network that it belongs to");
  expect(await demo.print()).toBe(before);
});
