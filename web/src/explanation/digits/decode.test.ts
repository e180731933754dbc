import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { decode } from "./decode";
import { codeOf, type DigitModel, WEIGHTS } from "./models";

const read = (weight: number): DigitModel =>
  JSON.parse(readFileSync(new URL(`weight-${weight}.json`, import.meta.url), "utf8"));
const models = WEIGHTS.map(read);
const contrast = (pixels: readonly number[]) => Math.max(...pixels) - Math.min(...pixels);
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));

it("computes a perceptron: one layer against the sigmoid of its sum", () => {
  const layers = [{ weights: [1, 2, -3, 0.5], biases: [0.25, -1] }];
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const [first, second] = decode(layers, [0.5, -1]);
  expect(first).toBeCloseTo(sigmoid(0.5 - 2 + 0.25), 12);
  expect(second).toBeCloseTo(sigmoid(-1.5 - 0.5 - 1), 12);
  const two = decode([...layers, { weights: [1, 1], biases: [0] }], [0.5, -1]);
  expect(two[0]).toBeCloseTo(sigmoid(Math.tanh(-1.25) + Math.tanh(-3)), 12);
});

it("three models of at most 300 kB, of one weight each, that differ as the article says", () => {
  for (const [i, weight] of WEIGHTS.entries()) {
    expect(JSON.stringify(models[i]).length).toBeLessThan(300_000);
    expect(models[i]?.weight).toBe(weight);
  }
  const [free, true_, heavy] = models as [DigitModel, DigitModel, DigitModel];
  expect(free.kl).toBeGreaterThan(5 * true_.kl);
  expect(heavy.kl).toBeLessThan(0.1);
  const differ = (model: DigitModel) =>
    apart(decode(model.layers, codeOf(model, 0)), decode(model.layers, codeOf(model, 1)));
  expect(differ(true_)).toBeGreaterThan(1);
  expect(differ(heavy)).toBeLessThan(0.2);
  expect(contrast(decode(true_.layers, [0, 0]))).toBeGreaterThan(0.3);
});
