import { expect, test } from "vitest";
import { picture, resampling, shades } from "./enlarge";

const row = (before: number, after: number, at: number) => {
  const { first, weights } = resampling(before, after)[at] ?? { first: 0, weights: [] };
  return [...Array(first).fill(0), ...weights];
};

/** From Pillow: `Image.fromarray(numpy.eye(8, dtype="f4")).resize((8, 24), Image.LANCZOS)`. */
const PILLOW = {
  0: [1.164967, -0.209649, 0.044682, 0.0, 0.0, 0.0, 0.0, 0.0],
  7: [-0.0, 0.0, 1.0, 0.0, -0.0, 0.0, 0.0, 0.0],
};

test("rows are resampled as Pillow does it", () => {
  for (const [at, expected] of Object.entries(PILLOW)) {
    const weights = row(8, 24, Number(at));
    expected.forEach((weight, i) => {
      expect(weights[i] ?? 0).toBeCloseTo(weight, 5);
    });
  }
});

test("a flat face stays flat, and values outside [0, 1] are cut off", () => {
  const shape = { height: 6, width: 4, channels: 1 } as const;
  const flat = picture(new Float32Array(24).fill(0.5), shape, 5);
  expect([flat.height, flat.width]).toEqual([30, 20]);
  expect(new Set(flat.pixels)).toEqual(new Set([128, 255]));
  const bright = picture(new Float32Array(24).fill(7), shape, 1);
  expect(new Set(bright.pixels)).toEqual(new Set([255]));
});

test("colours keep their channels", () => {
  const shape = { height: 1, width: 2, channels: 3 } as const;
  const { pixels } = picture(Float32Array.of(1, 0, 0.2, 0, 1, 0.4), shape, 1);
  expect([...pixels]).toEqual([255, 0, 51, 255, 0, 255, 102, 255]);
});

test("shades of uncertainty: nothing is black, a fifth is white", () => {
  expect([...shades(Float32Array.of(0, 0.1, 0.2))]).toEqual([0, 0.5, 1].map(Math.fround));
});
