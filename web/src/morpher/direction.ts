import { dot } from "./interpolation";

/** A way to go from any latent point, as `model/directions.py` of the Python package has it. */
export interface Direction {
  /** What the user calls it. */
  readonly name: string;
  /** What is added to z for one step, [L]: one standard deviation. */
  readonly step: Float32Array;
  /** What reads 0: that of the average face. */
  readonly mean: number;
}

/** How far along a direction a point lies, in steps: 0 for the average face. */
export function reading(direction: Direction, z: Float32Array): number {
  return dot(z, direction.step) / dot(direction.step, direction.step) - direction.mean;
}

/** The point so many steps further. */
export function stepped(direction: Direction, z: Float32Array, steps: number): Float32Array {
  return z.map((value, i) => value + steps * (direction.step[i] ?? 0));
}

/** The point that a slider leads to: changed along the direction until it reads this. */
export function at(direction: Direction, z: Float32Array, wanted: number): Float32Array {
  return stepped(direction, z, wanted - reading(direction, z));
}

/** Whether two points differ along the direction alone, to what float32 can tell. */
export function alike(direction: Direction, a: Float32Array, b: Float32Array): boolean {
  const moved = at(direction, a, reading(direction, b));
  return moved.every((value, i) => Math.abs(value - (b[i] ?? 0)) < 1e-5);
}
