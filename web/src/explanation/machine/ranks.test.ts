import { expect, test } from "vitest";
import { COUNT, chosen, reach } from "./ranks";

test("the dimensions go from the one with the most nats to the one with the least", () => {
  const kl = Float32Array.from({ length: 400 }, (_, i) => ((i * 37) % 400) / 10);
  const indices = chosen(kl);
  expect(indices).toHaveLength(COUNT);
  const nats = indices.map((index) => kl[index] ?? 0);
  expect(nats).toEqual([...nats].sort((a, b) => b - a));
  expect(nats[0]).toBe(Math.max(...kl));
  expect(nats.at(-1)).toBe(0);
});

test("of few dimensions each is drawn once", () => {
  expect(chosen(Float32Array.of(1, 3, 2)).sort()).toEqual([0, 1, 2]);
});

test("the scale reaches to the end of every bar that is drawn, and no other", () => {
  const mean = Float32Array.of(0, -7, 30);
  const std = Float32Array.of(1, 0.25, 1);
  expect(reach({ mean, std }, [0])).toEqual([-3, 3]);
  expect(reach({ mean, std }, [0, 1])).toEqual([-8, 3]);
});
