import { expect, test } from "vitest";
import { threads } from "./networks";

test.each([
  [false, 8, 1],
  [true, 1, 1],
  [true, 2, 2],
  [true, 16, 4],
])(
  "a page that is isolated: %s, on %i cores, runs a network in %i threads",
  (isolated, cores, expected) => {
    expect(threads(isolated, cores)).toBe(expected);
  },
);
