import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasExternalData } from "./external";
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
])("%s of %d bytes is refused", (name, size, head, sentence) => {
  expect(isModel(name)).toBe(true);
  expect(() => refuse(name, size, head)).toThrow(RefusedError);
  expect(() => refuse(name, size, head)).toThrow(sentence);
});

test("an ONNX file is taken, and a photograph is none", () => {
  expect(() => refuse("waves.onnx", WAVES.length, WAVES.slice(0, 16))).not.toThrow();
  expect(isModel("me.jpg")).toBe(false);
});

/** A field of protobuf that has bytes in it. */
const field = (number: number, ...content: number[]) => [
  ...(number > 15 ? [(((number << 3) | 2) & 127) | 128, number >> 4] : [(number << 3) | 2]),
  content.length,
  ...content,
];

test("weights in a second file are noticed", () => {
  expect(hasExternalData(WAVES)).toBe(false);
  const entry = field(13, ...field(1, 0x61));
  const outside = field(7, ...field(5, 8, 4, ...entry));
  expect(hasExternalData(bytes(8, 8, ...outside))).toBe(true);
  expect(hasExternalData(bytes(8, 8, ...field(7, ...field(5, 8, 4))))).toBe(false);
  for (let end = 0; end < outside.length; end++) {
    expect(hasExternalData(bytes(...outside.slice(0, end)))).toBe(false);
  }
});
