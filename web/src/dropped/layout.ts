/*
 * How a decoder gives its pictures: which axis is which, and which values are black and white.
 * Both are found from what it gives; where that leaves a choice, nothing is guessed, and the error
 * says so. The same table of cases holds this and Python (model/function/picture_layout.py).
 */

/** Of many pictures: N pictures, H rows, W columns, C channels. */
export type Layout = "NHW" | "NCHW" | "NHWC";
export const LAYOUTS: readonly Layout[] = ["NHW", "NCHW", "NHWC"];

export type Range = readonly [black: number, white: number];

/** What the visitor says of a decoder, where it is ambiguous. */
export interface Wishes {
  /** Of one picture. */
  readonly shape?: readonly number[];
  readonly layout?: Layout;
  readonly range?: Range;
}

/** How pictures are given. */
export interface Format {
  readonly layout: Layout;
  /** Of one picture, in the layout's order. */
  readonly shape: readonly number[];
  readonly range: Range;
}

/** It can be no picture, or several; `about` names the wish that settles it. */
export class LayoutError extends Error {
  constructor(
    message: string,
    readonly about: keyof Wishes | null = null,
  ) {
    super(message);
  }
}

/** How far values may go beyond a range, as a part of it. */
const BEYOND = 0.05;
const DARK = -0.5;
const BRIGHT = 32;
const FEW = 1.5;
const LARGEST_PICTURE = 2 ** 26;

/**
 * Which axis of a picture is which.
 *
 * @param row The shape of one picture as it is given: without the axis of many.
 * @returns The layout, and the picture's shape in its order.
 * @throws LayoutError It can be no picture, or several.
 */
export function findLayout(
  row: readonly number[],
  { shape, layout }: Wishes = {},
): { readonly layout: Layout; readonly shape: readonly number[] } {
  const given = shape ?? row;
  if (product(given) !== product(row) || given.some((side) => !(side >= 1))) {
    throw new LayoutError(
      `A shape of ${written(given)} has ${product(given)} numbers, but a picture here has ` +
        `${product(row)}.`,
      "shape",
    );
  }
  if (product(given) > LARGEST_PICTURE) {
    throw new LayoutError(`A picture of ${product(given)} numbers is too large to be shown.`);
  }
  if (given.length === 1) {
    throw new LayoutError(
      `Each picture is a row of ${given[0]} numbers: say which shape they have.`,
      "shape",
    );
  }
  const fits = LAYOUTS.filter(
    (each) => fitsLayout(each, given) && (layout === undefined || each === layout),
  );
  const [found, other] = fits;
  if (!found) {
    throw new LayoutError(
      `${written(given)} is no picture${layout ? ` in the layout ${layout}` : ""}: grey ones are ` +
        "[H, W], [1, H, W] or [H, W, 1], those in colour [3, H, W] or [H, W, 3].",
      layout ? "layout" : null,
    );
  }
  if (other) {
    throw new LayoutError(`${written(given)} can be read as ${found} and as ${other}.`, "layout");
  }
  return { layout: found, shape: given };
}

/**
 * Which values are black and white: [0, 1], [-1, 1] or [0, 255].
 *
 * @throws LayoutError It may be several, or none.
 */
export function findRange(low: number, high: number): Range {
  if (!(Number.isFinite(low) && Number.isFinite(high))) {
    throw new LayoutError("Its pictures have values that are not finite numbers.");
  }
  if (low >= -BEYOND && high <= 1 + BEYOND) return [0, 1];
  if (-1 - 2 * BEYOND <= low && low <= DARK && high <= 1 + 2 * BEYOND) return [-1, 1];
  if (low >= -255 * BEYOND && BRIGHT <= high && high <= 255 * (1 + BEYOND)) return [0, 255];
  const seen = `Values from ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
  if (low < -FEW || high > FEW) {
    throw new LayoutError(
      `${seen} are in none of the ranges 0 to 1, -1 to 1 and 0 to 255: if they are logits, put a ` +
        "sigmoid after the decoder; else say which are black and white.",
      "range",
    );
  }
  throw new LayoutError(
    `${seen} fit pictures in 0 to 1 that overshoot, and others: say which are black and white.`,
    "range",
  );
}

/** Rows and columns of a picture, and its channels. */
export function imageOf({ layout, shape }: Pick<Format, "layout" | "shape">) {
  const [first = 1, second = 1, third = 1] = shape;
  const sides = {
    NHW: [first, second, 1],
    NCHW: [second, third, first],
    NHWC: [first, second, third],
  }[layout] as [number, number, 1 | 3];
  return { height: sides[0], width: sides[1], channels: sides[2] };
}

/** A picture as it is given, made [H * W * channels] in [0, 1], row by row. */
export function pictureOf(given: ArrayLike<number>, format: Format): Float32Array {
  const { height, width, channels } = imageOf(format);
  const [low, high] = format.range;
  const first = format.layout === "NCHW";
  return Float32Array.from({ length: height * width * channels }, (_, at) => {
    const channel = at % channels;
    const pixel = (at - channel) / channels;
    const value = given[first ? channel * height * width + pixel : at] as number;
    return Math.min(Math.max((value - low) / (high - low), 0), 1);
  });
}

function fitsLayout(layout: Layout, shape: readonly number[]): boolean {
  if (layout === "NHW") return shape.length === 2;
  const channels = shape[layout === "NCHW" ? 0 : shape.length - 1];
  return shape.length === 3 && (channels === 1 || channels === 3);
}

export const product = (sides: readonly number[]) => sides.reduce((all, side) => all * side, 1);
const written = (shape: readonly number[]) => `[${shape.join(", ")}]`;
