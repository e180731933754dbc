import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { namesIn } from "./archive";
import { isModel, RefusedError, refuse, refuseNetwork } from "./refused";

const bytes = (...values: number[]) => Uint8Array.from(values);
const WAVES = new Uint8Array(
  readFileSync(new URL("../../../docs/examples/waves.onnx", import.meta.url)),
);

test.each([
  ["network.pkl", 10, bytes(0x80, 4), "is a pickle"],
  ["model.pt", 10, bytes(0x50, 0x4b), "is a checkpoint of torch"],
  ["model.onnx", 10, bytes(0x80, 2), "is a checkpoint of torch"],
  ["model.onnx", 10, bytes(0x89, 0x48, 0x44, 0x46), "is a Keras model"],
  ["program.pt2", 10, bytes(0x50, 0x4b), "is an exported program of torch"],
  ["model.h5", 10, bytes(0), "is a Keras model"],
  ["model.safetensors", 10, bytes(0), "has weights without the network"],
  ["large.onnx", 200e6 + 1, bytes(8), "at most 200 are explored here"],
  ["large.zip", 200e6 + 1, bytes(0x50, 0x4b), "at most 200 are explored here"],
  ["model.zip", 10, bytes(0x80, 4), "is no zip"],
  ["script.pth", 10, bytes(0x50, 0x4b), "is a checkpoint of torch"],
  ["model.ckpt", 10, bytes(0x80, 4), "is a checkpoint of torch"],
  ["model.keras", 10, bytes(0x50, 0x4b), "is a Keras model"],
  ["model.hdf5", 10, bytes(0), "is a Keras model"],
  ["model.joblib", 10, bytes(0), "is a pickle"],
])("%s of %d bytes is refused", (name, size, head, sentence) => {
  expect(isModel(name)).toBe(true);
  expect(() => refuse(name, size, head)).toThrow(RefusedError);
  expect(() => refuse(name, size, head)).toThrow(sentence);
});

test.each([
  ["archive/code/__torch__/decoder.py", "is TorchScript, which is code"],
  ["archive/serialized_exported_program.json", "is an exported program of torch"],
  ["archive/data.pkl", "is a checkpoint of torch"],
])("an archive of torch with %s is named by what is in it", async (path, sentence) => {
  const packed = zipSync({ "archive/version": strToU8("3"), [path]: strToU8("...") });
  const file = new File([packed as BlobPart], "model.pt");
  const inside = await namesIn(file);
  expect(inside).toEqual(["archive/version", path]);
  expect(() => refuse(file.name, file.size, packed, inside)).toThrow(sentence);
  expect(await namesIn(new File([packed.slice(0, -9) as BlobPart], "model.pt"))).toEqual([]);
});

test("a network that needs a second file or operators of others is refused", () => {
  const field = (number: number, ...content: number[]) => [
    (number << 3) | 2,
    content.length,
    ...content,
  ];
  const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
  const outside = field(7, ...field(5, ...field(13, ...field(1, ...letters("location")))));
  expect(() => refuseNetwork("a.onnx", bytes(...outside))).toThrow(
    "a.onnx has its weights in a second file, which a page cannot read. Export it in one",
  );
  const custom = field(
    7,
    ...field(1, ...field(4, ...letters("Warp")), ...field(7, ...letters("mine"))),
  );
  expect(() => refuseNetwork("a.onnx", bytes(...custom))).toThrow(
    "a.onnx needs the operator Warp of the domain mine, which only some runtimes have. Export it " +
      "with standard operators alone.",
  );
  expect(() => refuseNetwork("waves.onnx", WAVES)).not.toThrow();
});

test("an ONNX file and a zip are taken, and a photograph is none", () => {
  expect(() => refuse("model.zip", 10, bytes(0x50, 0x4b, 3, 4))).not.toThrow();
  expect(() => refuse("waves.onnx", WAVES.length, WAVES.slice(0, 16))).not.toThrow();
  expect(isModel("me.jpg")).toBe(false);
});
