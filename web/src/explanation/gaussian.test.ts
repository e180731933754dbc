import { expect, test } from "vitest";
import { ascend, best, bound, integral, klNormal, logEvidence, logNormal, slope } from "./gaussian";

const LINEAR = { f: (z: number) => 2 * z + 1, noise: 1 };

test("densities integrate to one", () => {
  expect(integral((z) => Math.exp(logNormal(z, 0.3, 0.7)))).toBeCloseTo(1, 10);
});

test("the KL is what its definition says", () => {
  const kl = integral((z) => {
    const q = logNormal(z, 0.5, 0.6);
    return Math.exp(q) * (q - logNormal(z, -0.2, 1.1));
  });
  expect(klNormal(0.5, 0.6, -0.2, 1.1)).toBeCloseTo(kl, 8);
  expect(klNormal(0, 1)).toBe(0);
});

test("the evidence of a linear model has a closed form", () => {
  expect(logEvidence(LINEAR, 4)).toBeCloseTo(logNormal(4, 1, Math.sqrt(5)), 6);
});

test("evidence is bound plus the KL to the exact posterior", () => {
  const { elbo } = bound(LINEAR, 4, 1, 0.5);
  expect(elbo + klNormal(1, 0.5, 1.2, Math.sqrt(0.2))).toBeCloseTo(logEvidence(LINEAR, 4), 6);
});

test("the worked example's numbers are right", () => {
  const { likelihood, kl, elbo } = bound(LINEAR, 4, 1, 0.5);
  expect(likelihood).toBeCloseTo(-1.919, 3);
  expect(kl).toBeCloseTo(0.818, 3);
  expect(elbo).toBeCloseTo(-2.737, 3);
  expect(logEvidence(LINEAR, 4)).toBeCloseTo(-2.624, 3);
  expect(logEvidence(LINEAR, 4) - elbo).toBeCloseTo(0.113, 3);
});

test("the best q is the best: no neighbour has a higher bound", () => {
  const [x, w, s, beta] = [1.3, 1.5, 0.8, 2];
  const value = (m: number, d: number) => {
    const { likelihood, kl } = bound({ f: (z) => w * z, noise: s }, x, m, d);
    return likelihood - beta * kl;
  };
  const { mean, std } = best(x, w, s, beta);
  for (const [dm, ds] of [
    [0.02, 0],
    [-0.02, 0],
    [0, 0.02],
    [0, -0.02],
  ] as const) {
    expect(value(mean, std)).toBeGreaterThan(value(mean + dm, std + ds));
  }
});

const DATA = [0.9, 1.4, 2.6];

test("the gradient is that of finite differences", () => {
  const total = (m: number, s: number) => DATA.reduce((sum, x) => sum + logNormal(x, m, s), 0);
  const { mean, std } = slope(DATA, 0.4, 1.3);
  expect(mean).toBeCloseTo((total(0.4 + 1e-5, 1.3) - total(0.4 - 1e-5, 1.3)) / 2e-5, 6);
  expect(std).toBeCloseTo((total(0.4, 1.3 + 1e-5) - total(0.4, 1.3 - 1e-5)) / 2e-5, 6);
});

test("gradient ascent ends at the mean and the deviation of the data, wherever it begins", () => {
  const mean = DATA.reduce((sum, x) => sum + x, 0) / DATA.length;
  const std = Math.sqrt(DATA.reduce((sum, x) => sum + (x - mean) ** 2, 0) / DATA.length);
  for (const start of [
    { mean: -1, std: 0.2 },
    { mean: 5, std: 0.2 },
    { mean: 0.5, std: 3 },
  ]) {
    let at = start;
    for (let i = 0; i < 500; i++) at = ascend(DATA, at.mean, at.std, 0.03);
    expect(at.mean).toBeCloseTo(mean, 4);
    expect(at.std).toBeCloseTo(std, 4);
  }
});
