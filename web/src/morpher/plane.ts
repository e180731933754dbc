import { type Direction, reading } from "./direction";
import { dot } from "./interpolation";

/** A position on a plane: the readings along its two axes. */
export type Place = readonly [number, number];

/** A plane through any latent point, spanned by two directions that are not parallel. */
export interface Plane {
  readonly across: Direction;
  readonly up: Direction;
}

/** Two axes whose angle has a smaller squared sine span no plane. */
const PARALLEL = 1e-4;

/** The direction of one coordinate, at an index of z [L]: a step is 1. */
export function coordinate(name: string, index: number, latentSize: number): Direction {
  const step = new Float32Array(latentSize);
  step[index] = 1;
  return { name, step, mean: 0 };
}

/** Where a point is seen on a plane. */
export const placeOf = ({ across, up }: Plane, z: Float32Array): Place => [
  reading(across, z),
  reading(up, z),
];

/** Whether two directions span a plane. */
export const spans = (across: Direction, up: Direction): boolean =>
  1 - overlap(across, up) > PARALLEL;

/**
 * The point of a place: z changed within the plane until it is seen there, and nowhere else.
 *
 * With z + s u + t v, the readings change by s + t (u.v / u.u) and s (u.v / v.v) + t.
 */
export function pointAt(plane: Plane, z: Float32Array, [x, y]: Place): Float32Array {
  const { across, up } = plane;
  const [hereX, hereY] = placeOf(plane, z);
  const inner = dot(across.step, up.step);
  const a = inner / dot(across.step, across.step);
  const b = inner / dot(up.step, up.step);
  const determinant = 1 - a * b;
  const s = (x - hereX - a * (y - hereY)) / determinant;
  const t = (y - hereY - b * (x - hereX)) / determinant;
  return z.map((value, i) => value + s * (across.step[i] ?? 0) + t * (up.step[i] ?? 0));
}

/** Whether two points lie in one such plane, to what float32 can tell: it shows the same faces. */
export function shared(plane: Plane, a: Float32Array, b: Float32Array): boolean {
  return pointAt(plane, a, placeOf(plane, b)).every(
    (value, i) => Math.abs(value - (b[i] ?? 0)) < 1e-4,
  );
}

/** The curve at one standard deviation of a Gaussian on a plane. */
export interface Ellipse {
  /** Half axes, the longer first. */
  readonly radii: Place;
  /** From the plane's first axis to the longer one, in radians. */
  readonly angle: number;
}

/**
 * How a Gaussian with independent coordinates is seen on a plane: a reading is linear in z, so that
 * those along u and v have the covariance sum(u v std^2) / (u.u v.v).
 *
 * @param std The standard deviation of every coordinate, [L].
 */
export function ellipseOf({ across, up }: Plane, std: Float32Array): Ellipse {
  const covariance = (u: Float32Array, v: Float32Array) =>
    std.reduce((sum, each, i) => sum + each * each * (u[i] ?? 0) * (v[i] ?? 0), 0) /
    (dot(u, u) * dot(v, v));
  const xx = covariance(across.step, across.step);
  const yy = covariance(up.step, up.step);
  const xy = covariance(across.step, up.step);
  // The eigenvalues of a symmetric matrix of two rows.
  const mean = (xx + yy) / 2;
  const apart = Math.hypot((xx - yy) / 2, xy);
  return {
    radii: [Math.sqrt(mean + apart), Math.sqrt(Math.max(mean - apart, 0))],
    angle: Math.atan2(2 * xy, xx - yy) / 2,
  };
}

/** The squared cosine of the angle between two directions. */
function overlap(one: Direction, other: Direction): number {
  const inner = dot(one.step, other.step);
  return inner ** 2 / (dot(one.step, one.step) * dot(other.step, other.step));
}
