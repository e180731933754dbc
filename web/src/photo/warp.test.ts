import { describe, expect, test } from "vitest";
import { average, blank, grey, mirrored, shrunk } from "./pixels";
import { differences, drawn, recorded } from "./recorded";
import { distance, type Eyes, inverse, moved, scaleOf, similarity } from "./similarity";
import { intoSquare } from "./square";
import { warp } from "./warp";

const frame = (size: number): Eyes => [
  [0.29 * size, 0.37 * size],
  [0.71 * size, 0.37 * size],
];

describe("a picture that a similarity shows is the one that Python draws", () => {
  test.each(recorded.warps)("$name", ({ eyes, size, draft = false, grey: one, pixels }) => {
    const photograph = drawn(recorded.width, recorded.height);
    const options = { draft, channels: one ? 1 : 3 } as const;
    const made = warp(photograph, similarity(eyes, frame(size)), size, options);
    const { most, mean } = differences(made.data, pixels);
    expect(made.data.length).toBe(pixels.length);
    expect(most).toBeLessThanOrEqual(1);
    expect(mean).toBeLessThan(0.01);
  });
});

describe("a whole photograph in a square is the one that Python shows", () => {
  test.each(recorded.fits)("$width x $height in $side", ({ width, height, side, rows }) => {
    const { fitted: square } = intoSquare(drawn(width, height), side);
    const line = 3 * side;
    const shown = [0, side >> 1, side - 1].flatMap((row) =>
      Array.from(square.data.subarray(row * line, (row + 1) * line)),
    );
    expect(shown.length).toBe(rows.length);
    const { most, mean } = differences(shown, rows);
    expect(most).toBeLessThanOrEqual(1);
    expect(mean).toBeLessThan(0.01);
  });
});

test("a fourth channel beside the colours makes no difference", () => {
  const colours = drawn(40, 30);
  const four = blank(40, 30, 4);
  for (let i = 0; i < 1200; i++) {
    four.data.set([...colours.data.subarray(3 * i, 3 * i + 3), 255], 4 * i);
  }
  const transform = similarity(
    [
      [10, 12],
      [28, 14],
    ],
    frame(16),
  );
  for (const channels of [1, 3] as const) {
    const options = { draft: false, channels };
    expect(warp(four, transform, 16, options)).toEqual(warp(colours, transform, 16, options));
  }
  for (const side of [13, 150])
    expect(intoSquare(four, side).fitted).toEqual(intoSquare(colours, side).fitted);
});

test("a similarity takes two points where they belong, and its inverse takes them back", () => {
  const from: Eyes = [
    [3, 4],
    [11, -2],
  ];
  const to: Eyes = [
    [100, 50],
    [90, 20],
  ];
  const there = similarity(from, to);
  expect(scaleOf(there)).toBeCloseTo(distance(to) / distance(from), 12);
  from.forEach((place, i) => {
    const [x, y] = moved(there, place);
    expect(x).toBeCloseTo(to[i as 0 | 1][0], 10);
    expect(y).toBeCloseTo(to[i as 0 | 1][1], 10);
    const [back, up] = moved(inverse(there), [x, y]);
    expect(back).toBeCloseTo(place[0], 10);
    expect(up).toBeCloseTo(place[1], 10);
  });
});

test("means at the border are of what there is", () => {
  const picture = { ...blank(3, 1, 1), data: Uint8ClampedArray.of(10, 20, 70) };
  expect(Array.from(average(picture, 2).data)).toEqual([15, 70]);
  expect(Array.from(mirrored(picture).data)).toEqual([70, 20, 10]);
});

test("the quick way of averaging is the plain one, but for halves", () => {
  const colours = drawn(45, 31);
  const four = blank(45, 31, 4);
  for (let i = 0; i < four.width * four.height; i++) {
    four.data.set([...colours.data.subarray(3 * i, 3 * i + 3), 255 - (i % 9)], 4 * i);
  }
  for (const side of [1, 2, 4, 8]) {
    const [quick, simple] = [shrunk(four, side), average(four, side)];
    expect([quick.width, quick.height]).toEqual([simple.width, simple.height]);
    expect(differences(quick.data, simple.data).most).toBeLessThanOrEqual(side > 1 ? 1 : 0);
  }
  const white = { ...four, data: four.data.map(() => 255) };
  expect(shrunk(white, 8).data.every((level) => level === 255)).toBe(true);
});

test("white is white in grey, and green is brighter than blue", () => {
  const colours = {
    ...blank(3, 1, 3),
    data: Uint8ClampedArray.of(255, 255, 255, 0, 255, 0, 0, 0, 255),
  };
  expect(Array.from(grey(colours).data)).toEqual([255, 150, 29]);
});
