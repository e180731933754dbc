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

const known = new Map<string, Taps[]>();

function taps(before: number, after: number): Taps[] {
  const key = `${before} ${after}`;
  const found = known.get(key) ?? resampling(before, after);
  known.set(key, found);
  return found;
}

/**
 * Makes a picture of a face.
 *
 * @param face [H * W * channels] in [0, 1], row by row.
 * @param size Of the picture, no smaller than the face; one of the same size has its own pixels.
 */
export function picture(face: Float32Array, shape: Shape, { height, width }: Size): Picture {
  const same = height === shape.height && width === shape.width;
  const pixels = new Uint8ClampedArray(height * width * 4);
  const colours = Array.from({ length: shape.channels }, (_, channel) =>
    same
      ? pick(face, shape, channel)
      : enlarge(pick(face, shape, channel), shape, { height, width }),
  );
  const [red, green = red, blue = red] = colours as [Float32Array, Float32Array?, Float32Array?];
  for (let i = 0, at = 0; at < pixels.length; i++, at += 4) {
    pixels[at] = (red[i] as number) + STEADY;
    pixels[at + 1] = (green[i] as number) + STEADY;
    pixels[at + 2] = (blue[i] as number) + STEADY;
    pixels[at + 3] = 255;
  }
  return { width, height, pixels };
}

/** One colour of a face, [H * W], in levels from 0 to 255. */
function pick(face: Float32Array, { height, width, channels }: Shape, channel: number) {
  const levels = new Float32Array(height * width);
  for (let i = 0; i < levels.length; i++) {
    levels[i] = 255 * Math.min(Math.max(face[i * channels + channel] as number, 0), 1);
  }
  return levels;
}

/** Enlarges levels [H * W], along rows and then along columns. */
function enlarge(levels: Float32Array, { height, width }: Size, size: Size): Float32Array {
  const across = taps(width, size.width);
  const down = taps(height, size.height);
  const wide = new Float32Array(height * across.length);
  for (let row = 0, at = 0; row < height; row++) {
    for (const { first, weights } of across) {
      let sum = 0;
      const from = row * width + first;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] as number) * (levels[from + tap] as number);
      }
      wide[at++] = sum;
    }
  }
  const columns = across.length;
  const result = new Float32Array(down.length * columns);
  for (let row = 0; row < down.length; row++) {
    const { first, weights } = down[row] as Taps;
    const line = result.subarray(row * columns, (row + 1) * columns);
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap] as number;
      const from = (first + tap) * columns;
      for (let column = 0; column < columns; column++) {
        line[column] = (line[column] as number) + weight * (wide[from + column] as number);
      }
    }
  }
  return result;
}

/** Standard deviations as shades: black is certain, white the largest or more. */
export function shades(deviation: Float32Array): Float32Array {
  return deviation.map((value) => value / LARGEST_DEVIATION);
}
