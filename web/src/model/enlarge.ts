/** Rows and columns of a picture, in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** What a face's numbers are: rows, columns, and numbers a pixel. */
export interface Shape extends Size {
  readonly channels: 1 | 3;
}

/** Pixels [height, width, 4], red, green, blue and opaque. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** From here on, browsers scale a face for the screen as well as we do. */
const SHOWN = { times: 5, longer: 480 };
const SAVED = 576;
const GIF = 256;

const LOBES = 3;
/** Keeps a level that is half between two from flickering between them. */
const STEADY = 0.001;

/** The largest standard deviation that has a shade of its own: a fifth of black to white. */
export const LARGEST_DEVIATION = 0.2;

/**
 * How large a face is made for the screen. The browser does the rest, linearly: from five times as
 * many pixels a side that is within two grey levels of what Lanczos makes of them.
 */
export function shownSize(face: Size): Size {
  const times = Math.ceil(SHOWN.longer / Math.max(face.height, face.width));
  return multiple(face, Math.min(times, SHOWN.times));
}

/** How large a face is made for a file: whole multiples, with a longer side of about 576 pixels. */
export function savedSize(face: Size): Size {
  return multiple(face, Math.max(1, Math.round(SAVED / Math.max(face.height, face.width))));
}

/** How large a face is in a film, whose sides have to be even. */
export function filmedSize(face: Size): Size {
  const { height, width } = savedSize(face);
  return { height: height + (height % 2), width: width + (width % 2) };
}

/** How large a face is in a GIF, whose files are large: a longer side of about 256 pixels. */
export function gifSize(face: Size): Size {
  return multiple(face, Math.max(1, Math.round(GIF / Math.max(face.height, face.width))));
}

const multiple = ({ height, width }: Size, times: number): Size => ({
  height: height * times,
  width: width * times,
});

/** The few source pixels that a pixel is made of: from `first` on, with these weights. */
interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

/**
 * How to enlarge a row smoothly (Lanczos, three lobes), as Pillow does it and the window of the
 * Python package: weights beyond the edge are left out, and the rest add up to 1.
 *
 * @param before Its pixels.
 * @param after The pixels of the larger one, at least as many.
 */
export function resampling(before: number, after: number): Taps[] {
  const scale = before / after;
  return Array.from({ length: after }, (_, i) => {
    const centre = (i + 0.5) * scale;
    const first = Math.max(Math.floor(centre - LOBES + 0.5), 0);
    const end = Math.min(Math.floor(centre + LOBES + 0.5), before);
    const weights = Float32Array.from({ length: end - first }, (_, tap) =>
      lanczos(first + tap + 0.5 - centre),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  const angle = Math.PI * x;
  return (LOBES * Math.sin(angle) * Math.sin(angle / LOBES)) / (angle * angle);
}

/** The taps of all pixels behind each other, as many of each: those that are missing weigh nothing. */
interface Table {
  readonly first: Int32Array;
  /** [pixels * MOST]. */
  readonly weights: Float32Array;
}

const MOST = 2 * LOBES;
const known = new Map<string, Table>();

function table(before: number, after: number): Table {
  const key = `${before} ${after}`;
  const found = known.get(key) ?? flat(resampling(before, after));
  known.set(key, found);
  return found;
}

function flat(taps: Taps[]): Table {
  const weights = new Float32Array(taps.length * MOST);
  taps.forEach((each, i) => {
    weights.set(each.weights, i * MOST);
  });
  return { first: Int32Array.from(taps, ({ first }) => first), weights };
}

/**
 * Makes a picture of a face.
 *
 * @param face [H * W * channels] in [0, 1], row by row.
 * @param size Of the picture, no smaller than the face; one of the same size has its own pixels.
 */
export function picture(face: Float32Array, shape: Shape, { height, width }: Size): Picture {
  const same = height === shape.height && width === shape.width;
  const levels = levelsOf(face, shape);
  const pixels = new Uint8ClampedArray(height * width * 4);
  const { channels } = shape;
  const line = new Float32Array(width * channels);
  const wide = same ? levels : across(levels, shape, width);
  const down = same ? null : table(shape.height, height);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  for (let row = 0, at = 0; row < height; row++) {
    if (down) blend(wide, shape, down, row, line);
    else line.set(wide.subarray(row * line.length, (row + 1) * line.length));
    for (let from = 0; from < line.length; from += channels, at += 4) {
      pixels[at] = (line[from] as number) + STEADY;
      pixels[at + 1] = (line[from + green] as number) + STEADY;
      pixels[at + 2] = (line[from + blue] as number) + STEADY;
      pixels[at + 3] = 255;
    }
  }
  return { width, height, pixels };
}

/** A face in levels from 0 to 255; what stands behind it is for taps that weigh nothing. */
function levelsOf(face: Float32Array, { height, width, channels }: Shape): Float32Array {
  const count = height * width * channels;
  const levels = new Float32Array(count + MOST * channels);
  for (let i = 0; i < count; i++) {
    levels[i] = 255 * Math.min(Math.max(face[i] as number, 0), 1);
  }
  return levels;
}

/** Enlarges levels along their rows: [H * wide * channels]. */
function across(levels: Float32Array, { height, width, channels }: Shape, wide: number) {
  const { first, weights } = table(width, wide);
  const result = new Float32Array(height * wide * channels);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < wide; column++) {
      const from = (row * width + (first[column] as number)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let tap = 0, i = from + channel; tap < MOST; tap++, i += channels) {
          sum += (weights[column * MOST + tap] as number) * (levels[i] as number);
        }
        result[at++] = sum;
      }
    }
  }
  return result;
}

/** Makes one row of the larger picture; written out, as a loop over its taps takes twice as long. */
function blend(wide: Float32Array, { height }: Size, down: Table, row: number, line: Float32Array) {
  const weights = down.weights.subarray(row * MOST, (row + 1) * MOST);
  const rows = Array.from(weights, (_, tap) => {
    const from = Math.min((down.first[row] as number) + tap, height - 1) * line.length;
    return wide.subarray(from, from + line.length);
  });
  const [a, b, c, d, e, f] = weights as unknown as Six<number>;
  const [above, second, third, fourth, fifth, below] = rows as unknown as Six<Float32Array>;
  for (let i = 0; i < line.length; i++) {
    line[i] =
      a * (above[i] as number) +
      b * (second[i] as number) +
      c * (third[i] as number) +
      d * (fourth[i] as number) +
      e * (fifth[i] as number) +
      f * (below[i] as number);
  }
}

type Six<T> = readonly [T, T, T, T, T, T];

/** Standard deviations as shades: black is certain, white the largest or more. */
export function shades(deviation: Float32Array): Float32Array {
  return deviation.map((value) => value / LARGEST_DEVIATION);
}
