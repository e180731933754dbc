/* Ways through the latent space, as `morpher/interpolation.py` of the Python package has them. */

const PARALLEL = 1e-4;

/**
 * A point on the way from one latent point to another: along the great circle, with the distance
 * from the origin changing evenly (White 2016, "Sampling Generative Networks"). Straight where
 * there is no great circle.
 *
 * @param start [L].
 * @param end [L].
 * @param share How far, from 0 to 1.
 * @returns [L]; exactly start at 0 and end at 1.
 */
export function between(start: Float32Array, end: Float32Array, share: number): Float32Array {
  if (share <= 0) return start.slice();
  if (share >= 1) return end.slice();
  const lengths = [Math.sqrt(dot(start, start)), Math.sqrt(dot(end, end))] as const;
  const [first, last] = lengths;
  const cosine = Math.min(Math.max(dot(start, end) / (first * last), -1), 1);
  const angle = Math.acos(cosine);
  if (Math.min(first, last) < PARALLEL || Math.sin(angle) < PARALLEL) {
    return start.map((value, i) => (1 - share) * value + share * (end[i] ?? 0));
  }
  const length = (1 - share) * first + share * last;
  const before = (length * Math.sin((1 - share) * angle)) / (first * Math.sin(angle));
  const after = (length * Math.sin(share * angle)) / (last * Math.sin(angle));
  return start.map((value, i) => before * value + after * (end[i] ?? 0));
}

/** The same way with a soft start and a soft end: 3 t^2 - 2 t^3. */
export const eased = (share: number) => share * share * (3 - 2 * share);

/** The scalar product, in double precision. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
