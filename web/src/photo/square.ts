import { average, blank, type Pixels } from "./pixels";

const MARGIN = 0.15;
/** The network's coarsest grid, of which sides are whole multiples. */
const GRID = 32;
const BITS = 2048;

/** A photograph in a picture for the network, and the way back. */
export interface Fitted {
  readonly fitted: Pixels;
  /** Where the photograph lies in it. */
  readonly left: number;
  readonly top: number;
  /** Pixels of the photograph to one of it. */
  readonly across: number;
  readonly down: number;
}

/**
 * Fits a whole photograph into a square, with a margin that repeats its border, so that tight
 * crops and postage stamps get the scale at which the finder is sure of itself.
 */
export function intoSquare(photograph: Pixels, side: number): Fitted {
  const { width, height } = photograph;
  const scale = side / (1 + 2 * MARGIN) / Math.max(width, height);
  const [wide, high] = [lengthOf(width * scale), lengthOf(height * scale)];
  const small = resize(photograph, wide, high, scale < 1);
  const [left, top] = [(side - wide) >> 1, (side - high) >> 1];
  const fitted = bordered(small, { left, top, width: side, height: side });
  return { fitted, left, top, across: width / wide, down: height / high };
}

/**
 * Shrinks a whole photograph as quickly as can be, without a margin, to so many pixels on its
 * longer side; the border is repeated up to whole cells.
 */
export function intoCells(photograph: Pixels, side: number): Fitted {
  const { width, height } = photograph;
  const longer = Math.max(width, height);
  const whole = average(threes(photograph), Math.min(Math.floor(longer / side), width, height));
  const [wide, high] = [lengthOf((width * side) / longer), lengthOf((height * side) / longer)];
  const size = { width: cells(wide), height: cells(high) };
  const fitted = bordered(resize(whole, wide, high, false), { left: 0, top: 0, ...size });
  return { fitted, left: 0, top: 0, across: width / wide, down: height / high };
}

const lengthOf = (length: number) => Math.max(1, roundEven(length));
const cells = (length: number) => GRID * Math.ceil(length / GRID);

/** A picture within a larger one, which repeats its border. */
function bordered(
  small: Pixels,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Pixels {
  const result = blank(width, height, 3);
  for (let row = 0, at = 0; row < height; row++) {
    const line = Math.min(Math.max(row - top, 0), small.height - 1) * small.width;
    for (let column = 0; column < width; column++) {
      const from = 3 * (line + Math.min(Math.max(column - left, 0), small.width - 1));
      result.data[at++] = small.data[from] as number;
      result.data[at++] = small.data[from + 1] as number;
      result.data[at++] = small.data[from + 2] as number;
    }
  }
  return result;
}

/** Scales colours as OpenCV does: by the areas that pixels cover, or between pixels where it grows. */
export function resize(picture: Pixels, width: number, height: number, shrink: boolean): Pixels {
  if (!shrink) return enlarge(picture, width, height);
  const side = picture.width / width;
  if (Number.isInteger(side) && side * height === picture.height) {
    return average(threes(picture), side);
  }
  return byArea(picture, width, height);
}

/** Means of areas, whose edges may cut pixels. */
function byArea({ width, height, channels, data }: Pixels, wide: number, high: number): Pixels {
  const result = blank(wide, high, 3);
  const across = shares(width, wide);
  const line = new Float64Array(3 * width);
  shares(height, high).forEach(({ first, weights }, row) => {
    line.fill(0);
    weights.forEach((weight, i) => {
      let from = (first + i) * width * channels;
      for (let at = 0; at < line.length; from += channels) {
        for (let channel = 0; channel < 3; channel++, at++) {
          line[at] = (line[at] as number) + weight * (data[from + channel] as number);
        }
      }
    });
    across.forEach(({ first: start, weights: parts }, column) => {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let i = 0; i < parts.length; i++) {
          sum += (parts[i] as number) * (line[3 * (start + i) + channel] as number);
        }
        result.data[3 * (row * wide + column) + channel] = sum;
      }
    });
  });
  return result;
}

/** For every pixel of a shorter row: which of the longer one's it covers, and their shares of it. */
function shares(before: number, after: number): { first: number; weights: number[] }[] {
  const scale = before / after;
  return Array.from({ length: after }, (_, i) => {
    const [start, end] = [i * scale, Math.min((i + 1) * scale, before)];
    const first = Math.floor(start);
    const covered = Array.from({ length: Math.ceil(end) - first }, (_, tap) =>
      Math.max(0, Math.min(end, first + tap + 1) - Math.max(start, first + tap)),
    );
    const sum = covered.reduce((total, share) => total + share, 0);
    return { first, weights: covered.map((share) => share / sum) };
  });
}

/** Reads linearly between pixels, with weights of 11 bits. */
function enlarge({ width, height, channels, data }: Pixels, wide: number, high: number): Pixels {
  const result = blank(wide, high, 3);
  const across = neighbours(width, wide);
  const down = neighbours(height, high);
  const between = (row: number, tap: Neighbours, channel: number) =>
    (data[(row * width + tap.first) * channels + channel] as number) * (BITS - tap.weight) +
    (data[(row * width + tap.second) * channels + channel] as number) * tap.weight;
  let at = 0;
  for (const { first, second, weight } of down) {
    for (const tap of across) {
      for (let channel = 0; channel < 3; channel++) {
        const upper = ((BITS - weight) * (between(first, tap, channel) >> 4)) >> 16;
        const lower = (weight * (between(second, tap, channel) >> 4)) >> 16;
        result.data[at++] = (upper + lower + 2) >> 2;
      }
    }
  }
  return result;
}

interface Neighbours {
  readonly first: number;
  readonly second: number;
  /** Of the second, of 2048. */
  readonly weight: number;
}

/** Beyond the border, the pixel at the border counts twice. */
function neighbours(before: number, after: number): Neighbours[] {
  const inside = (place: number) => Math.min(Math.max(place, 0), before - 1);
  return Array.from({ length: after }, (_, i) => {
    const place = Math.fround(((i + 0.5) * before) / after - 0.5);
    const first = Math.floor(place);
    const weight = roundEven((place - first) * BITS);
    return { first: inside(first), second: inside(first + 1), weight };
  });
}

/** The picture in three channels, as `average` keeps as many as there are. */
function threes(picture: Pixels): Pixels {
  if (picture.channels === 3) return picture;
  const { width, height, channels, data } = picture;
  const result = blank(width, height, 3);
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < 3; channel++) {
      result.data[3 * i + channel] = data[channels * i + channel] as number;
    }
  }
  return result;
}

/** Rounds halves to the even neighbour, as Python does. */
function roundEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor & 1) : Math.round(value);
}
