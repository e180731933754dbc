import { expect, test } from "vitest";
import { inWords } from "./duration";

test.each([
  [1e-6, "less than a second"],
  [1, "1 second"],
  [10, "10 seconds"],
  [100, "100 seconds"],
  [1e3, "about 17 minutes"],
  [1e4, "about 2.8 hours"],
  [1e5, "about 28 hours"],
  [1e6, "about 12 days"],
  [1e7, "about 120 days"],
  [1e8, "about 3.2 years"],
  [1e12, "about 32 thousand years"],
  [1e14, "about 3.2 million years"],
  [1e17, "about 3.2 thousand million years"],
  [1e18, "longer than the universe is old"],
  [Number.POSITIVE_INFINITY, "longer than the universe is old"],
])("%d seconds are %s", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
