import type { Gaussian } from "../../model/engine";
import type { Vector } from "./networks";

/** So many dimensions are drawn. */
export const COUNT = 7;
/** A scale shows so much of the prior at least. */
const PRIOR = 2.5;

/** A few dimensions, evenly apart by the logarithm of their rank: from the most nats to the least. */
export function chosen(kl: Vector): number[] {
  const ranked = Array.from(kl.keys()).sort((a, b) => (kl[b] ?? 0) - (kl[a] ?? 0));
  const ranks = Array.from({ length: COUNT }, (_, n) => ranked.length ** (n / (COUNT - 1)) - 1);
  return [...new Set(ranks.map((rank) => ranked[Math.round(rank)] ?? 0))];
}

/** From where to where a scale has to go so that all of these posteriors are on it. */
export function reach({ mean, std }: Gaussian, indices: readonly number[]): [number, number] {
  const ends = (deviations: number) =>
    indices.map((i) => (mean[i] ?? 0) + deviations * (std[i] ?? 0));
  return [Math.min(-PRIOR, ...ends(-2)) - 0.5, Math.max(PRIOR, ...ends(2)) + 0.5];
}
