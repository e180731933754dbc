import { expect, test } from "vitest";
import { EarlyFaces } from "./early-faces";

const SIDE = 3;
const SHAPE = { height: 2, width: 1, channels: 3 } as const;
const PLANE = { start: Float32Array.of(0.25, 9, -0.5), axes: [2, 0], reach: 2 } as const;

/** A level that is another one in every pixel and colour of every face. */
const level = (row: number, column: number, y: number, channel: number) =>
  80 * row + 25 * column + 7 * y + channel;

function grid(): EarlyFaces {
  const levels: number[] = [];
  for (let row = 0; row < SIDE; row++) {
    for (let y = 0; y < SHAPE.height; y++) {
      for (let column = 0; column < SIDE; column++) {
        levels.push(...[0, 1, 2].map((channel) => level(row, column, y, channel)), 255);
      }
    }
  }
  return new EarlyFaces(levels, SIDE, SHAPE, PLANE);
}

/** What the grid shows at a row and a column, which may lie between two. */
const expected = (row: number, column: number) =>
  [0, 1].flatMap((y) => [0, 1, 2].map((channel) => level(row, column, y, channel)));

const shown = (z: readonly number[]) =>
  Array.from(grid().at(Float32Array.from(z)) ?? [], (value) => 255 * value);

test("at the grid's places stand its own faces: coordinate 2 sideways, coordinate 0 upwards", () => {
  for (const [row, up] of [2, 0, -2].entries()) {
    for (const [column, across] of [-2, 0, 2].entries()) {
      const face = shown([up, 9, across]);
      for (const [i, value] of expected(row, column).entries())
        expect(face[i]).toBeCloseTo(value, 4);
    }
  }
});

test("between them, the four nearest are blended, which is exact for levels that change evenly", () => {
  const face = shown([0.5, 9, -1.2]);
  for (const [i, value] of expected(0.75, 0.4).entries()) expect(face[i]).toBeCloseTo(value, 4);
});

test("beside the plane and beyond its edges, there are none", () => {
  expect(grid().at(Float32Array.of(0, 8.5, 0))).toBeNull();
  expect(grid().at(Float32Array.of(2.01, 9, 0))).toBeNull();
  expect(grid().at(Float32Array.of(0, 9, -2.01))).toBeNull();
  expect(grid().at(Float32Array.of(NaN, 9, 0))).toBeNull();
});

test("a picture of another size is refused", () => {
  expect(() => new EarlyFaces([1, 2, 3, 4], SIDE, SHAPE, PLANE)).toThrow("another size");
});
