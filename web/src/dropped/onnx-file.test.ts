import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { foreignOperator, hasExternalData, inputSize } from "./onnx-file";

const bytes = (...values: number[]) => Uint8Array.from(values);
const WAVES = new Uint8Array(
  readFileSync(new URL("../../../docs/examples/waves.onnx", import.meta.url)),
);

/** A field of protobuf that has bytes in it. */
const field = (number: number, ...content: number[]) => [
  ...(number > 15 ? [(((number << 3) | 2) & 127) | 128, number >> 4] : [(number << 3) | 2]),
  content.length,
  ...content,
];
const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

const OUTSIDE = field(13, ...field(1, 0x61));

/** Fields that lead from a model to a tensor, each in the one before. */
test.each([
  ["an initializer", [7, 5]],
  ["a sparse initializer", [7, 15, 1]],
  ["a constant", [7, 1, 5, 5]],
  ["a branch of an If", [7, 1, 5, 6, 5]],
  ["a function", [25, 7, 5, 5]],
])("weights in a second file are noticed: %s", (_, path) => {
  const wrap = (content: number[]) => {
    let inner = content;
    for (const number of [...path].reverse()) inner = field(number, ...inner);
    return inner;
  };
  const outside = wrap(OUTSIDE);
  expect(hasExternalData(bytes(8, 8, ...outside))).toBe(true);
  expect(hasExternalData(bytes(8, 8, ...wrap([112, 1])))).toBe(true); // data_location alone
  expect(hasExternalData(bytes(8, 8, ...wrap([8, 4])))).toBe(false);
  for (let end = 0; end < outside.length; end++) {
    expect(hasExternalData(bytes(...outside.slice(0, end)))).toBe(false);
  }
});

test("operators that the standard does not have are noticed, those of the file itself are not", () => {
  const node = field(1, ...field(4, ...letters("Gelu")), ...field(7, ...letters("mine")));
  const own = field(25, ...field(1, ...letters("Gelu")), ...field(10, ...letters("mine")));
  expect(foreignOperator(bytes(...field(7, ...node)))).toEqual({
    operator: "Gelu",
    domain: "mine",
  });
  const inside = field(1, ...field(5, ...field(6, ...node)));
  expect(foreignOperator(bytes(...field(7, ...inside)))?.domain).toBe("mine");
  expect(foreignOperator(bytes(...field(7, ...node), ...own))).toBeNull();
  expect(foreignOperator(WAVES)).toBeNull();
});

test("a real file: all its weights are in it, and it takes six numbers", () => {
  expect(hasExternalData(WAVES)).toBe(false);
  expect(inputSize(WAVES)).toBe(6);
  expect(inputSize(bytes(1, 2, 3))).toBeNull();
});

test("graphs within graphs without end are refused", () => {
  const wrap = (number: number, content: Uint8Array) => {
    const length: number[] = [];
    for (let left = content.length; length.length === 0 || left; left >>= 7) {
      length.push((left & 127) | (left > 127 ? 128 : 0));
    }
    return bytes((number << 3) | 2, ...length, ...content);
  };
  let graph = bytes();
  for (let depth = 0; depth < 100; depth++) graph = wrap(1, wrap(5, wrap(6, graph)));
  expect(() => hasExternalData(wrap(7, graph))).toThrow("nested too deeply");
});
