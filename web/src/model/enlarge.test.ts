import { expect, test } from "vitest";
import { filmedSize, picture, resampling, savedSize, shades, shownSize } from "./enlarge";

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
  const flat = picture(new Float32Array(24).fill(0.5), shape, { height: 30, width: 20 });
  expect([flat.height, flat.width]).toEqual([30, 20]);
  expect(new Set(flat.pixels)).toEqual(new Set([128, 255]));
  const bright = picture(new Float32Array(24).fill(7), shape, shape);
  expect(new Set(bright.pixels)).toEqual(new Set([255]));
});

test("faces of any size are made large enough, and no larger, in their own proportions", () => {
  const sides = (size: (face: { height: number; width: number }) => object, ...face: number[]) => {
    const [height = 0, width = 0] = face;
    return Object.values(size({ height, width }));
  };
  expect(sides(shownSize, 48, 48)).toEqual([240, 240]);
  expect(sides(shownSize, 96, 64)).toEqual([480, 320]);
  expect(sides(shownSize, 256, 256)).toEqual([512, 512]);
  expect(sides(shownSize, 1024, 512)).toEqual([1024, 512]);
  expect(sides(savedSize, 48, 48)).toEqual([576, 576]);
  expect(sides(savedSize, 256, 256)).toEqual([512, 512]);
  expect(sides(savedSize, 37, 25)).toEqual([592, 400]);
  expect(sides(savedSize, 1001, 601)).toEqual([1001, 601]);
  expect(sides(filmedSize, 1001, 601)).toEqual([1002, 602]);
  expect(sides(filmedSize, 48, 32)).toEqual([576, 384]);
});

test("a picture need not be a whole multiple of its face", () => {
  const shape = { height: 3, width: 2, channels: 3 } as const;
  const slope = Float32Array.from({ length: 18 }, (_, i) => (i % 3) / 2);
  const { height, width, pixels } = picture(slope, shape, { height: 7, width: 5 });
  expect([height, width, pixels.length]).toEqual([7, 5, 140]);
  for (let i = 0; i < pixels.length; i += 4) {
    expect([...pixels.subarray(i, i + 4)]).toEqual([0, 128, 255, 255]);
  }
});

test("colours keep their channels", () => {
  const shape = { height: 1, width: 2, channels: 3 } as const;
  const { pixels } = picture(Float32Array.of(1, 0, 0.2, 0, 1, 0.4), shape, shape);
  expect([...pixels]).toEqual([255, 0, 51, 255, 0, 255, 102, 255]);
});

test("shades of uncertainty: nothing is black, a fifth is white", () => {
  expect([...shades(Float32Array.of(0, 0.1, 0.2))]).toEqual([0, 0.5, 1].map(Math.fround));
});
