import { expect, test } from "vitest";
import { alike, at, type Direction, reading, stepped } from "./direction";

const Z = Float32Array.of(1, -2, 0.5, 0.25);
const DIRECTION: Direction = { name: "x", step: Float32Array.of(0.5, -1, 0, 0.25), mean: 0.3 };

// Computed by the Python package's model/directions.py.
test("reading, stepping and setting are Python's", () => {
  expect(reading(DIRECTION, Z)).toBeCloseTo(1.6523809523809523, 14);
  expect(Array.from(stepped(DIRECTION, Z, 0.7))).toEqual(
    [1.35, -2.7, 0.5, 0.425].map((value) => Math.fround(value)),
  );
  expect(Array.from(at(DIRECTION, Z, -1.5))).toEqual(
    [-0.5761905, 1.152381, 0.5, -0.53809524].map((value) => Math.fround(value)),
  );
});

test("a slider's point reads what the slider was set to", () => {
  for (const wanted of [-3, 0, 0.01, 2.5]) {
    expect(reading(DIRECTION, at(DIRECTION, Z, wanted))).toBeCloseTo(wanted, 6);
  }
});

test("points that differ along the direction alone are alike", () => {
  expect(alike(DIRECTION, Z, stepped(DIRECTION, Z, 2))).toBe(true);
  expect(alike(DIRECTION, Z, Float32Array.of(1, -2, 0.5, 0.3))).toBe(false);
});
