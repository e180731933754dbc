import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import type { Source } from "../model/source";
import { unzip } from "./archive";
import { readFolder } from "./folder";
import { RefusedError } from "./refused";

/** A page whose own model came with the face finder. */
const FINDER = { path: "finder.onnx.gz", size: 1, unpacked: 1, sha256: "" };
const SITE = {
  describe: async () => ({ files: { finder: FINDER } }),
  fetch: async () => new Uint8Array([7]),
} as unknown as Source;

const DECODER = Uint8Array.of(8, 8);
/** An ONNX file of which as much is there as tells what it takes: noise of 5 numbers. */
const PRIOR = Uint8Array.of(0x3a, 14, 0x5a, 12, 0x12, 10, 0x0a, 8, 0x12, 6, 0x0a, 0, 0x0a, 2, 8, 5);
const DIRECTIONS = strToU8('{"format": 1, "directions": []}');

const recorded = (content: Uint8Array) => ({
  sha256: createHash("sha256").update(content).digest("hex"),
  size: content.length,
});

const CONFIG = {
  format: 1,
  name: "mine",
  image: {
    height: 2,
    width: 3,
    channels: 1,
    eyes: [
      [0.3, 0.4],
      [0.7, 0.4],
    ],
  },
  latent_size: 4,
  interesting: [3, 1, 0].map((index) => ({ index, kl: 1, mean_std: 0, std: 1 })),
  files: {
    "onnx/decoder.onnx": recorded(DECODER),
    "onnx/prior.onnx": recorded(PRIOR),
    "directions.json": recorded(DIRECTIONS),
    "golden.npz": recorded(strToU8("pairs")),
  },
  opening: [2, 0],
  reach: 1.5,
};

const FILES: Record<string, Uint8Array> = {
  "onnx/decoder.onnx": DECODER,
  "onnx/prior.onnx": PRIOR,
  "directions.json": DIRECTIONS,
  "README.md": strToU8("# mine"),
};

function archive(
  files: Record<string, Uint8Array> = FILES,
  config: unknown = CONFIG,
  folder = "mine/",
): File {
  const all = { "config.json": strToU8(JSON.stringify(config)), ...files };
  const entries = Object.entries(all).map(([path, content]) => [folder + path, content]);
  return new File([zipSync(Object.fromEntries(entries))], "mine.zip");
}

test.each(["mine/", "", "mine\\"])("a model folder in %j is read", async (folder) => {
  const source = await readFolder(archive(FILES, CONFIG, folder), SITE);
  const manifest = await source.describe();
  expect(manifest).toMatchObject({ name: "mine", latent_size: 4, opening: [2, 0], reach: 1.5 });
  expect(manifest.interesting.map(({ index }) => index)).toEqual([3, 1, 0]);
  expect(manifest.decoder).toBe(recorded(DECODER).sha256);
  expect(manifest.files.prior?.noise_size).toBe(5);
  expect(Object.keys(manifest.files).sort()).toEqual(["decoder", "directions", "finder", "prior"]);
  const decoder = await source.fetch(manifest.files.decoder);
  expect(decoder).toEqual(DECODER);
  // Whoever hands it to a worker has it no more; it can be asked for again.
  structuredClone(decoder, { transfer: [decoder.buffer] });
  expect(await source.fetch(manifest.files.decoder)).toEqual(DECODER);
  expect(await source.fetch(FINDER)).toEqual(Uint8Array.of(7));
});

const without = (path: string) =>
  Object.fromEntries(Object.entries(FILES).filter(([each]) => each !== path));
const outside = Uint8Array.of(0x3a, 6, 0x2a, 4, 0x6a, 2, 0x0a, 0);

test.each([
  ["no model folder", new File([zipSync({ "a.jpg": DECODER })], "mine.zip"), "is no model folder"],
  [
    "a checkpoint of torch",
    new File([zipSync({ "model/data.pkl": DECODER })], "mine.zip"),
    "a pickle without the network",
  ],
  [
    "a Keras model",
    new File([zipSync({ "model.weights.h5": DECODER, "metadata.json": DECODER })], "mine.zip"),
    "a Keras model, which may run code",
  ],
  [
    "a folder of pythae",
    new File([zipSync({ "model_config.json": DECODER, "model.pt": DECODER })], "mine.zip"),
    "no model folder, but weights",
  ],
  [
    "two model folders",
    new File([zipSync({ "a/config.json": DECODER, "b/config.json": DECODER })], "mine.zip"),
    "several model folders",
  ],
  ["a path out of it", archive({ "../../.bashrc": DECODER }), "leads out of it"],
  ["an absolute path", archive({ "etc/passwd": DECODER }, CONFIG, "/"), "leads out of it"],
  ["a drive", archive({ "mine/a": DECODER }, CONFIG, "C:\\"), "leads out of it"],
  ["a damaged decoder", archive({ ...FILES, "onnx/decoder.onnx": PRIOR }), "is damaged"],
  ["a missing decoder", archive(without("onnx/decoder.onnx")), "lacks onnx/decoder.onnx"],
  ["missing directions", archive(without("directions.json")), "lacks directions.json"],
  ["another version", archive(FILES, { ...CONFIG, format: 2 }), "version 1"],
  ["no JSON", archive({ ...FILES, "config.json": DECODER }), "version 1"],
  ["no dimensions", archive(FILES, { ...CONFIG, interesting: [] }), "says what no model does"],
  [
    "a picture of no size",
    archive(FILES, { ...CONFIG, image: { height: 1e9, width: 1, channels: 1 } }),
    "says what no model does",
  ],
  ["a latent point of a billion", archive(FILES, { ...CONFIG, latent_size: 1e9 }), "no model does"],
  [
    "weights in a second file",
    archive(
      { ...FILES, "onnx/decoder.onnx": outside },
      { ...CONFIG, files: { ...CONFIG.files, "onnx/decoder.onnx": recorded(outside) } },
    ),
    "weights in a second file",
  ],
])("%s is refused", async (_, file, sentence) => {
  const reading = readFolder(file, SITE);
  await expect(reading).rejects.toThrow(RefusedError);
  await expect(reading).rejects.toThrow(sentence);
});

test("an archive that is cut off anywhere is refused, or has lost nothing that is read", async () => {
  const bytes = new Uint8Array(await archive().arrayBuffer());
  for (let end = 4; end < bytes.length; end += 13) {
    const file = new File([bytes.slice(0, end)], "mine.zip");
    const error = await readFolder(file, SITE).catch((each: unknown) => each);
    if (error instanceof Error) expect(error).toBeInstanceOf(RefusedError);
    else expect(error).toHaveProperty("manifest.decoder", CONFIG.files["onnx/decoder.onnx"].sha256);
  }
});

test("what unpacks to more than is allowed is given up, whatever the archive says of it", async () => {
  const bomb = zipSync({ zeros: new Uint8Array(3_000_000) });
  expect(bomb.length).toBeLessThan(10_000);
  const opened = (most: number) => unzip(new File([bomb], "bomb.zip"), () => true, most);
  await expect(opened(1_000_000)).rejects.toThrow("has more than 1 MB in it, unpacked");
  expect((await opened(3_000_000)).get("zeros")?.length).toBe(3_000_000);
  // The sizes in the headers lie.
  for (const at of [22, bomb.length - 22 - 46 - 5 + 24]) bomb.fill(1, at, at + 1);
  await expect(opened(1_000_000)).rejects.toThrow(RefusedError);
  const unwanted = await unzip(new File([bomb], "bomb.zip"), () => false, 10);
  expect(unwanted.size).toBe(0);
});
