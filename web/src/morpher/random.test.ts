import { expect, test } from "vitest";
import { normals, seeded } from "./random";

test("a seed repeats everything, and another one does not", () => {
  expect(normals(seeded(7), 50)).toEqual(normals(seeded(7), 50));
  expect(normals(seeded(7), 50)).not.toEqual(normals(seeded(8), 50));
});

test("normal numbers have the moments of N(0, 1)", () => {
  const count = 200_000;
  const values = normals(seeded(1), count);
  const moment = (power: number) => values.reduce((sum, x) => sum + x ** power, 0) / count;
  // Four standard errors of each moment: the variances of x, x^2, x^3 and x^4 are 1, 2, 15, 96.
  const error = (variance: number) => 4 * Math.sqrt(variance / count);
  expect(Math.abs(moment(1))).toBeLessThan(error(1));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(error(2));
  expect(Math.abs(moment(3))).toBeLessThan(error(15));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(error(96));
});

test("uniform numbers fill [0, 1) evenly", () => {
  const random = seeded(3);
  const bins = new Array(10).fill(0);
  for (let i = 0; i < 100_000; i++) bins[Math.floor(random.uniform() * 10)]++;
  expect(bins.reduce((a, b) => a + b)).toBe(100_000);
  // Four standard deviations of a bin of a multinomial distribution.
  for (const bin of bins) expect(Math.abs(bin - 10_000)).toBeLessThan(4 * Math.sqrt(9000));
});
