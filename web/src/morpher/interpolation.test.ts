import { expect, test } from "vitest";
import { between, eased } from "./interpolation";

const A = Float32Array.of(1, -2, 0.5, 0.25);
const B = Float32Array.of(-0.5, 1.5, 2, 0);
const OPPOSITE = A.map((value) => -value);
const TWICE = A.map((value) => 2 * value);

// Computed by the Python package's morpher/interpolation.py.
test.each([
  [A, B, 0.25, [0.88507724, -1.5231854, 1.5538996, 0.2830116]],
  [A, B, 0.5, [0.5383093, -0.63256615, 2.2673903, 0.2455904]],
  [A, B, 0.9, [-0.29000264, 1.1117185, 2.2477083, 0.06042766]],
  [A, OPPOSITE, 0.25, [0.5, -1, 0.25, 0.125]],
  [A, TWICE, 0.25, [1.25, -2.5, 0.625, 0.3125]],
  [new Float32Array(4), B, 0.25, [-0.125, 0.375, 0.5, 0]],
])("a point on the way is where Python has it (%#)", (start, end, share, expected) => {
  const found = between(start, end, share);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 6);
  });
});

test("a way begins and ends exactly where it should", () => {
  expect(between(A, B, 0)).toEqual(A);
  expect(between(A, B, 1)).toEqual(B);
  expect(between(A, B, 0)).not.toBe(A);
});

test("the soft start and end are Python's", () => {
  expect([0, 0.25, 0.5, 0.9, 1].map(eased)).toEqual([
    0,
    0.15625,
    0.5,
    expect.closeTo(0.972, 12),
    1,
  ]);
});
