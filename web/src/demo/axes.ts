import { alike, at, beside, type Direction } from "../morpher/direction";

/** What a strip of faces runs along. */
export interface Axis {
  /** It runs from -span to span. */
  readonly span: number;
  /** The point of a face on it. */
  at(z: Float32Array, value: number): Float32Array;
  /** Whether two faces have the same strip: they differ along the axis alone. */
  alike(a: Float32Array, b: Float32Array): boolean;
}

/** How far a direction's slider goes, in steps: standard deviations. */
export const STEPS = 3;
/** How far a visitor's own goes: a step is all of the difference between two faces. */
export const OWN_STEPS = 1.5;

/** The axis of one coordinate, at an index of z. */
export function axis(index: number, span: () => number): Axis {
  return {
    get span() {
      return span();
    },
    at: (z, value) => z.map((own, i) => (i === index ? value : own)),
    alike: (a, b) => a.every((value, i) => i === index || value === b[i]),
  };
}

/**
 * The axis of a direction.
 *
 * @param locked Directions that stay; where they leave it no way, it leads nowhere.
 */
export function along(direction: Direction, span: number, locked: readonly Direction[]): Axis {
  const step = beside(direction, locked) ?? new Float64Array(direction.step.length);
  return {
    span,
    at: (z, value) => at(direction, z, value, step),
    alike: (a, b) => alike(direction, a, b, step),
  };
}
