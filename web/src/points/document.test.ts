import { expect, test } from "vitest";
import { describePoint, readPoint } from "./document";

const MODEL = { name: "faces48", decoder: "ab".repeat(32), latentSize: 3, dimensions: 3 };
const POINT = { z: Float32Array.of(0.1, -2, 3.5), selected: [2, 0], reach: 2 } as const;

test("a point comes back exactly", () => {
  expect(readPoint(describePoint(POINT, MODEL), MODEL)).toEqual(POINT);
});

test("a point says that a model made it", () => {
  expect(describePoint(POINT, MODEL)).toContain("it is not a photograph");
});

test("what is no point, or another model's, is refused in a sentence", () => {
  const document = JSON.parse(describePoint(POINT, MODEL));
  const read = (changes: object) => () =>
    readPoint(JSON.stringify({ ...document, ...changes }), MODEL);
  expect(read({ format: "other" })).toThrow("no point of Morphing Faces");
  expect(read({ decoder: "cd".repeat(32), model: "cats" })).toThrow(/"cats".*"faces48"/);
  expect(read({ z: [1, 2] })).toThrow("3 coordinates");
  expect(read({ z: [1, null, 3] })).toThrow("3 coordinates");
  expect(read({ z: [1, 1e300, 3] })).toThrow("3 coordinates");
  expect(read({ z: 7 })).toThrow("3 coordinates");
  expect(() => readPoint("{", MODEL)).toThrow("damaged");
  expect(() => readPoint("null", MODEL)).toThrow("damaged");
});

test("what is not said is not invented, and not written", () => {
  const { selected: _s, reach: _r, ...rest } = JSON.parse(describePoint(POINT, MODEL));
  const found = readPoint(JSON.stringify(rest), MODEL);
  expect(found).toMatchObject({ selected: null, reach: null });
  expect(JSON.parse(describePoint(found, MODEL))).toEqual(rest);
});

test("numbers are the shortest that are the same float32 again", () => {
  expect(describePoint(POINT, MODEL)).toContain("[0.1,-2,3.5]");
});
