import type { Direction } from "./direction";
import { dot } from "./interpolation";

const ROUNDS = 60;

/**
 * The principal axes of points: where they differ most, the largest first. A step is one standard
 * deviation; the points' mean reads 0. By power iteration on the Gram matrix of the points.
 *
 * @param points At least three, [L] each.
 * @param count How many axes.
 */
export function principalAxes(points: readonly Float32Array[], count: number): Direction[] {
  const mean = meanOf(points);
  const rest = points.map((point) => point.map((value, i) => value - (mean[i] ?? 0)));
  const axes: Direction[] = [];
  for (let number = 1; number <= count; number++) {
    // Of the points left, the one farthest from their mean is a good start.
    const start = rest.reduce((most, each) => (dot(each, each) > dot(most, most) ? each : most));
    let axis = unit(start);
    for (let round = 0; round < ROUNDS; round++) axis = unit(sum(rest, axis));
    const variance = rest.reduce((all, each) => all + dot(each, axis) ** 2, 0) / rest.length;
    const size = Math.sqrt(variance);
    if (!(size > 0)) break;
    const step = axis.map((value) => value * size);
    axes.push({ name: `principal-${number}`, step, mean: dot(mean, step) / dot(step, step) });
    for (const each of rest) {
      const along = dot(each, axis);
      each.forEach((value, i) => {
        each[i] = value - along * (axis[i] ?? 0);
      });
    }
  }
  return axes;
}

/** The sum of the points, each as often as it lies along an axis. */
function sum(points: readonly Float32Array[], axis: Float32Array): Float32Array {
  const total = new Float32Array(axis.length);
  for (const point of points) {
    const along = dot(point, axis);
    point.forEach((value, i) => {
      total[i] = (total[i] ?? 0) + along * value;
    });
  }
  return total;
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector)) || 1;
  return vector.map((value) => value / length);
}

function meanOf(points: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(points[0]?.length ?? 0);
  for (const point of points) {
    point.forEach((value, i) => {
      mean[i] = (mean[i] ?? 0) + value / points.length;
    });
  }
  return mean;
}
