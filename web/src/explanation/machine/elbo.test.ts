import { expect, test } from "vitest";
import { normals, seeded } from "../../morpher/random";
import { elbo } from "./elbo";
import { Wander } from "./wander";

/** The article's example: z from N(0, 1), x from N(2z + 1, 1), and q = N(1, 0.25) for x = 4. */
const EXAMPLE = {
  encode: async () => ({ mean: Float32Array.of(1), std: Float32Array.of(0.5) }),
  decode: async (z: Float32Array) => ({ mean: z.map((v) => 2 * v + 1), std: Float32Array.of(1) }),
};

test("one sample after another, the average is the ELBO of the worked example", async () => {
  const random = seeded(1);
  let total = 0;
  const count = 4000;
  for (let i = 0; i < count; i++) {
    const terms = await elbo(Float32Array.of(4), EXAMPLE, normals(random, 1));
    expect(terms.kl[0]).toBeCloseTo(0.818, 3);
    total += terms.elbo;
  }
  // A sample's standard deviation is 1.2.
  expect(total / count).toBeCloseTo(-2.737, 0);
  expect(Math.abs(total / count + 2.737)).toBeLessThan(0.08);
});

test("noise that moves is N(0, I) wherever it is, and close to where it was", () => {
  const size = 20_000;
  const wander = new Wander(seeded(2), size);
  for (let i = 0; i < 12; i++) {
    const before = wander.noise;
    wander.step(0.3);
    const { noise } = wander;
    const variance = noise.reduce((sum, value) => sum + value * value, 0) / size;
    expect(variance).toBeCloseTo(1, 1);
    const alike = noise.reduce((sum, value, n) => sum + value * (before[n] ?? 0), 0) / size;
    expect(alike).toBeGreaterThan(0.85);
  }
});
