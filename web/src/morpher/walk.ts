import type { Random } from "./random";

export const STRIDE = 0.5;
export const LIMIT = 3;
const NOTHING = 1e-9;

/** Chooses the walk's next step: which of `count` dimensions, and which way. */
export interface Choices {
  choose(count: number): number;
  sign(): 1 | -1;
}

/** Choices by a random generator. */
export function choices(random: Random): Choices {
  return {
    choose: (count) => Math.floor(random.uniform() * count),
    sign: () => (random.uniform() < 0.5 ? -1 : 1),
  };
}

/**
 * The random walk of the original demo: each whole step moves one interesting dimension by a half,
 * either way; a step that would leave [-3, 3] goes the other way. It can be taken in shares, so
 * that a view can glide.
 */
export class RandomWalk {
  private index = 0;
  private stride = 0;
  private left = 0;

  /** @param indices The places in z that the walk moves. */
  constructor(
    private readonly draws: Choices,
    private readonly indices: readonly number[],
  ) {}

  /** Takes some of the walk's steps, whole ones or shares; changes z. */
  advance(z: Float32Array, steps: number): void {
    while (steps > NOTHING) {
      if (this.left <= NOTHING) this.draw(z);
      const share = Math.min(steps, this.left);
      z[this.index] = (z[this.index] ?? 0) + share * this.stride;
      this.left -= share;
      steps -= share;
    }
  }

  private draw(z: Float32Array): void {
    this.index = this.indices[this.draws.choose(this.indices.length)] ?? 0;
    const stride = this.draws.sign() * STRIDE;
    const target = (z[this.index] ?? 0) + stride;
    this.stride = Math.abs(target) > LIMIT && target * stride > 0 ? -stride : stride;
    this.left = 1;
  }
}
