import { isStep } from "./directions";

/** The step from the mean of one group of points to that of another, and how certain it is. */
export interface GroupDifference {
  /** [L]. */
  readonly step: Float32Array;
  /** Its Euclidean norm. */
  readonly length: number;
  /** The standard error of that length. */
  readonly error: number;
  /** The length that groups of these sizes would have if there was no difference. */
  readonly chance: number;
}

/** So many points a group has at least, so that it can be told how they vary. */
export const LEAST = 2;

/**
 * The step from one group of points to another, as `model/difference.py` of the Python package has
 * it: with d the difference of means and S the diagonal of its covariance, by the groups' own
 * variances, the error is sqrt(d' S d) / |d|, and by chance alone d is about sqrt(trace S) long.
 *
 * @param first At least two points, [L] each.
 * @param second At least two others.
 * @returns Null where a group is too small, or both have the same mean.
 */
export function groupDifference(
  first: readonly Float32Array[],
  second: readonly Float32Array[],
): GroupDifference | null {
  if (Math.min(first.length, second.length) < LEAST) return null;
  const [a, b] = [moments(first), moments(second)];
  const step = b.mean.map((value, i) => value - (a.mean[i] ?? 0));
  const floats = Float32Array.from(step);
  if (!isStep(floats, step.length)) return null;
  const length = Math.hypot(...step);
  const squares = step.map((_, i) => (a.square[i] ?? 0) + (b.square[i] ?? 0));
  const along = step.reduce((sum, value, i) => sum + value * value * (squares[i] ?? 0), 0);
  const trace = squares.reduce((sum, value) => sum + value, 0);
  return { step: floats, length, error: Math.sqrt(along) / length, chance: Math.sqrt(trace) };
}

/** Whether a difference may as well be chance; as in Python. */
export const hardly = ({ length, chance }: GroupDifference): boolean => length < 1.5 * chance;

/** The mean of a group, and that mean's variance, by coordinate. */
function moments(points: readonly Float32Array[]) {
  const count = points.length;
  const mean = Array.from(points[0] ?? [], (_, i) => sum(points, (z) => z[i] ?? 0) / count);
  const square = mean.map(
    (middle, i) => sum(points, (z) => ((z[i] ?? 0) - middle) ** 2) / (count - 1) / count,
  );
  return { mean, square };
}

const sum = <T>(all: readonly T[], of: (each: T) => number) =>
  all.reduce((total, each) => total + of(each), 0);
