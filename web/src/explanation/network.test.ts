import { expect, test } from "vitest";
import { joint, marginal, posterior, TABLES, WORLDS, type World } from "./network";

test("the joint distribution sums to one", () => {
  const total = WORLDS.reduce((sum, world) => sum + joint(TABLES, world), 0);
  expect(total).toBeCloseTo(1, 12);
});

test("a world's probability is the product of its rows", () => {
  const world = { sun: 1, mood: 0, squint: 1, smile: 1 } as const;
  expect(joint(TABLES, world)).toBeCloseTo(0.5 * 0.6 * 0.5 * 0.8, 12);
});

test("marginals by hand: the mood over both kinds of weather", () => {
  const mood = marginal(posterior(TABLES, {}), "mood");
  expect(mood).toBeCloseTo(0.5 * 0.2 + 0.5 * 0.4, 12);
});

test("Bayes' rule by hand: the sun, given a squint", () => {
  const sun = marginal(posterior(TABLES, { squint: 1 }), "sun");
  expect(sun).toBeCloseTo((0.5 * 0.5) / (0.5 * 0.5 + 0.5 * 0.1), 12);
});

test("a squint explains a smile away: it takes most of what the smile said of the mood", () => {
  const mood = (observed: Partial<World>) => marginal(posterior(TABLES, observed), "mood");
  expect(mood({})).toBeCloseTo(0.3, 12);
  expect(mood({ smile: 1 })).toBeCloseTo(0.608, 3);
  expect(mood({ smile: 1, squint: 1 })).toBeCloseTo(0.407, 3);
  expect(mood({ smile: 1, squint: 0 })).toBeCloseTo(0.87, 2);
});

test("it does so even where the sun is known, which has its own word on both", () => {
  const smile = marginal(posterior(TABLES, { sun: 1, smile: 1 }), "mood");
  const both = marginal(posterior(TABLES, { sun: 1, smile: 1, squint: 1 }), "mood");
  expect(both).toBeLessThan(smile - 0.1);
});

test("what cannot be has no posterior", () => {
  expect(posterior({ ...TABLES, sun: [0] }, { sun: 1 }).every((p) => p === 0)).toBe(true);
});
