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

/** So much of a step's square must be left beside locked directions, that it can move; as in Python. */
const FREE = 0.01;

/** Smaller changes of a reading are not told, and so many at most; as in Python. */
const LEAST_CHANGE = 0.05;
const TOLD = 4;

type Step = Float32Array | Float64Array;

/** How far along a direction a point lies, in steps: 0 for the average face. */
export function reading(direction: Direction, z: Float32Array): number {
  return dot(z, direction.step) / dot(direction.step, direction.step) - direction.mean;
}

/** The point so many steps further. */
export function stepped(
  { step }: { readonly step: Step },
  z: Float32Array,
  steps: number,
): Float32Array {
  return z.map((value, i) => value + steps * (step[i] ?? 0));
}

/**
 * The step that changes a direction's reading by 1, and that of no locked one; null where those
 * leave next to nothing of it. See `Direction.beside` of the Python package.
 *
 * The locked steps are made orthogonal to each other, twice, as once is not enough where two are
 * nearly the same (Giraud and others 2005, "Rounding error analysis of Gram-Schmidt").
 */
export function beside(direction: Direction, locked: readonly Direction[]): Float64Array | null {
  const own = Float64Array.from(direction.step);
  const square = product(own, own);
  const across: Float64Array[] = [];
  for (const { step } of locked) {
    const whole = Float64Array.from(step);
    const left = across.reduceRight(without, across.reduce(without, whole));
    const length = Math.sqrt(product(left, left));
    if (length > 1e-9 * Math.sqrt(product(whole, whole))) across.push(left.map((x) => x / length));
  }
  const left = across.reduceRight(without, across.reduce(without, own));
  const share = product(left, left) / square;
  return share < FREE ? null : left.map((value) => value / share);
}

/**
 * The point that a slider leads to: changed along the direction until it reads this.
 *
 * @param step What changes the reading by 1, where that is another than the direction's own.
 */
export function at(
  direction: Direction,
  z: Float32Array,
  wanted: number,
  step: Step = direction.step,
): Float32Array {
  return stepped({ step }, z, wanted - reading(direction, z));
}

/** Whether two points differ along the direction alone, to what float32 can tell. */
export function alike(
  direction: Direction,
  a: Float32Array,
  b: Float32Array,
  step?: Step,
): boolean {
  const moved = at(direction, a, reading(direction, b), step);
  return moved.every((value, i) => Math.abs(value - (b[i] ?? 0)) < 1e-5);
}

/** How far readings differ between two points, in steps: the largest few, the largest first. */
export function changes<D extends Direction>(
  directions: readonly D[],
  before: Float32Array,
  now: Float32Array,
): [D, number][] {
  return directions
    .map((each): [D, number] => [each, reading(each, now) - reading(each, before)])
    .filter(([, by]) => Math.abs(by) >= LEAST_CHANGE)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, TOLD);
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/** What is left of a vector without its part along another of length 1. */
function without(vector: Float64Array, unit: Float64Array): Float64Array {
  const part = product(vector, unit);
  return vector.map((value, i) => value - part * (unit[i] ?? 0));
}
