import { expect, test } from "vitest";
import type { Manifest } from "../model/manifest";
import { reframe } from "./reframe";

type Image = Manifest["image"];

const FACES: Image = {
  height: 48,
  width: 48,
  channels: 1,
  eyes: [
    [0.29, 0.37],
    [0.71, 0.37],
  ],
};
const HEADS: Image = {
  height: 64,
  width: 64,
  channels: 3,
  eyes: [
    [0.33, 0.44],
    [0.67, 0.44],
  ],
};

/** A picture whose grey is (x + 2 y) / (3 side). */
function ramp({ height, width, channels }: Image): Float32Array {
  return Float32Array.from({ length: height * width * channels }, (_, i) => {
    const [x, y] = [Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    return (x + 0.5 + 2 * (y + 0.5)) / (3 * height);
  });
}

test("eyes come to where the other model has them, and a linear picture stays linear", () => {
  const drawn = reframe(ramp(HEADS), HEADS, FACES);
  let most = 0;
  const scale = (64 * (0.67 - 0.33)) / (48 * (0.71 - 0.29));
  for (let row = 4; row < 44; row++) {
    for (let column = 4; column < 44; column++) {
      const x = (column + 0.5 - 48 * 0.29) * scale + 64 * 0.33;
      const y = (row + 0.5 - 48 * 0.37) * scale + 64 * 0.44;
      most = Math.max(most, Math.abs((drawn[row * 48 + column] ?? NaN) - (x + 2 * y) / 192));
    }
  }
  expect(most).toBeLessThan(2.5 / 255);
});

test("grey becomes colours, and what lies outside repeats the border", () => {
  const flat = new Float32Array(48 * 48).fill(0.6);
  const drawn = reframe(flat, FACES, HEADS);
  expect(drawn).toHaveLength(64 * 64 * 3);
  expect(Math.max(...drawn.map((value) => Math.abs(value - 0.6)))).toBeLessThan(1 / 255);
});

test("without eyes, the middle is scaled", () => {
  const low: Image = { height: 12, width: 8, channels: 1, eyes: null };
  const drawn = reframe(ramp(FACES), FACES, low);
  expect(drawn).toHaveLength(96);
  for (let row = 1; row < 11; row++) {
    for (let column = 1; column < 7; column++) {
      const [x, y] = [(column + 0.5) * 4 + 8, (row + 0.5) * 4];
      expect(Math.abs((drawn[row * 8 + column] ?? NaN) - (x + 2 * y) / 144)).toBeLessThan(3 / 255);
    }
  }
});
