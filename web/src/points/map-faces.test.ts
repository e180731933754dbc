import { expect, test } from "vitest";
import { readMapFaces } from "./map-faces";

const base64 = (...values: number[]) =>
  Buffer.from(Float32Array.from(values).buffer).toString("base64");
const text = (...faces: unknown[]) => JSON.stringify({ format: 1, faces });

test("codes come as they were written", () => {
  expect(readMapFaces(text(base64(1, -2), base64(0.5, 0)), 2)).toEqual([
    Float32Array.of(1, -2),
    Float32Array.of(0.5, 0),
  ]);
});

test.each([
  "{",
  "null",
  JSON.stringify({ format: 2, faces: [base64(1, 2)] }),
  text(),
  text(base64(1)),
  text(base64(1, 2), 7),
  text(base64(1, NaN)),
  text("%%%"),
])("damaged codes are refused: %s", (document) => {
  expect(() => readMapFaces(document, 2)).toThrow(
    "The faces for the map on this site are damaged.",
  );
});
