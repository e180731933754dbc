import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isModel, RefusedError, refuse } from "./refused";

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

test("an ONNX file and a zip are taken, and a photograph is none", () => {
  expect(() => refuse("model.zip", 10, bytes(0x50, 0x4b, 3, 4))).not.toThrow();
  expect(() => refuse("waves.onnx", WAVES.length, WAVES.slice(0, 16))).not.toThrow();
  expect(isModel("me.jpg")).toBe(false);
});
