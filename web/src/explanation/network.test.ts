import { expect, test } from "vitest";
import { joint, marginal, posterior, TABLES, WORLDS } from "./network";

test("the joint distribution sums to one", () => {
  const total = WORLDS.reduce((sum, world) => sum + joint(TABLES, world), 0);
  expect(total).toBeCloseTo(1, 12);
});

test("a world's probability is the product of its rows", () => {
  const world = { sun: 1, mood: 0, squint: 1, smile: 1 } as const;
  expect(joint(TABLES, world)).toBeCloseTo(0.4 * 0.3 * 0.6 * 0.5, 12);
});

test("marginals by hand: the mood over both kinds of weather", () => {
  const mood = marginal(posterior(TABLES, {}), "mood");
  expect(mood).toBeCloseTo(0.6 * 0.3 + 0.4 * 0.7, 12);
});

test("Bayes' rule by hand: the sun, given a squint", () => {
  const sun = marginal(posterior(TABLES, { squint: 1 }), "sun");
  expect(sun).toBeCloseTo((0.4 * 0.6) / (0.4 * 0.6 + 0.6 * 0.05), 12);
});

test("a squint explains a smile away when the sun is known", () => {
  const smile = marginal(posterior(TABLES, { sun: 1, smile: 1 }), "mood");
  const both = marginal(posterior(TABLES, { sun: 1, smile: 1, squint: 1 }), "mood");
  expect(both).toBeLessThan(smile);
});

test("what cannot be has no posterior", () => {
  expect(posterior({ ...TABLES, sun: [0] }, { sun: 1 }).every((p) => p === 0)).toBe(true);
});
