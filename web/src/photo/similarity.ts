/** A place: x to the right and y down, in pixels, from the outer corner of a picture. */
export type Position = readonly [number, number];

/** Two eyes: the one on the picture's left first. */
export type Eyes = readonly [Position, Position];

/**
 * A rotation, scale and translation: as complex numbers, z becomes (a + ib) z + (x + iy).
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** The one similarity that takes two different points to two points. */
export function similarity([p, q]: Eyes, [to, other]: Eyes): Similarity {
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
  const [ex, ey] = [other[0] - to[0], other[1] - to[1]];
  const square = dx * dx + dy * dy;
  const a = (ex * dx + ey * dy) / square;
  const b = (ey * dx - ex * dy) / square;
  return { a, b, x: to[0] - (a * p[0] - b * p[1]), y: to[1] - (b * p[0] + a * p[1]) };
}

/** Where a similarity takes a place. */
export function moved({ a, b, x, y }: Similarity, [px, py]: Position): Position {
  return [a * px - b * py + x, b * px + a * py + y];
}

export function inverse({ a, b, x, y }: Similarity): Similarity {
  const square = a * a + b * b;
  const [c, d] = [a / square, -b / square];
  return { a: c, b: d, x: -(c * x - d * y), y: -(d * x + c * y) };
}

/** First one, then a scaling by a factor. */
export function scaled({ a, b, x, y }: Similarity, factor: number): Similarity {
  return { a: a * factor, b: b * factor, x: x * factor, y: y * factor };
}

/** How many times larger a thing becomes. */
export const scaleOf = ({ a, b }: Similarity): number => Math.hypot(a, b);

export const distance = ([p, q]: Eyes): number => Math.hypot(q[0] - p[0], q[1] - p[1]);
