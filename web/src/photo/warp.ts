import { average, type Box, blank, cut, grey, type Pixels } from "./pixels";
import { inverse, moved, type Similarity, scaled, scaleOf } from "./similarity";

const COARSE = 4;
const AROUND = 4;
const SHARPNESS = -0.75;

/** How to draw. */
export interface Drawing {
  /** Whether to draw quickly, for a finder: linearly, and with fewer pixels than are kept. */
  readonly draft: boolean;
  readonly channels: 1 | 3;
}

/**
 * Draws the square picture that a similarity shows of a photograph: `faces/align.py` of the Python
 * package, line by line, with OpenCV's own rounding. Where much shrinks, the photograph is first
 * averaged over whole squares of its pixels; then the picture is drawn at a multiple of its size,
 * and averaged down. Pixels outside the photograph repeat its border.
 *
 * @param transform From coordinates of the photograph to those of the picture.
 * @param size Side of the picture in pixels.
 */
export function warp(
  photograph: Pixels,
  transform: Similarity,
  size: number,
  { draft, channels }: Drawing,
): Pixels {
  let shrinking = 1 / scaleOf(transform);
  const least = Math.min(photograph.width, photograph.height);
  const coarse = Math.max(1, Math.min(Math.floor(shrinking / COARSE), least));
  const box = reach(transform, photograph, size, coarse);
  const shown = cut(photograph, box);
  const source = average(channels === 1 ? grey(shown) : shown, coarse);
  const [x, y] = moved(transform, [box.left, box.top]);
  const { a, b } = transform;
  const placed = { a: a * coarse, b: b * coarse, x, y };
  shrinking /= coarse;
  const multiple = multipleOf(shrinking, draft);
  const drawn = draw(source, betweenCentres(scaled(placed, multiple)), size * multiple, draft);
  return average(drawn, multiple);
}

/** The part of a photograph that a picture of it shows, and a little around, in whole squares. */
function reach(transform: Similarity, photograph: Pixels, size: number, coarse: number): Box {
  const back = inverse(transform);
  const corners = [0, size].flatMap((x) => [0, size].map((y) => moved(back, [x, y])));
  const side = (which: 0 | 1, length: number) => {
    const places = corners.map((corner) => corner[which]);
    const squares = Math.floor(length / coarse);
    const low = clip(Math.floor(Math.min(...places) / coarse) - AROUND, 0, squares - 1);
    const high = clip(Math.floor(Math.max(...places) / coarse) + AROUND, low + 1, squares);
    return [low * coarse, high * coarse] as const;
  };
  const [left, right] = side(0, photograph.width);
  const [top, bottom] = side(1, photograph.height);
  return { left, top, right, bottom };
}

/** How many pixels to draw, a side, for one of the picture. */
function multipleOf(shrinking: number, draft: boolean): number {
  if (draft) return Math.max(1, Math.ceil(shrinking / 1.5));
  return shrinking > 1 ? Math.ceil(2 * shrinking) : 1;
}

/** The same transform for coordinates that count from the centre of the first pixel. */
function betweenCentres(transform: Similarity): Similarity {
  const [x, y] = moved(transform, [0.5, 0.5]);
  return { ...transform, x: x - 0.5, y: y - 0.5 };
}

/** Reads a picture between its pixels: linearly from 2 x 2 of them, or cubically from 4 x 4. */
function draw(source: Pixels, transform: Similarity, size: number, linear: boolean): Pixels {
  const result = blank(size, size, source.channels);
  const back = inverse(transform);
  const put = linear ? linearly(source, result) : cubically(source, result);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += source.channels) {
      const x = back.a * column - back.b * row + back.x;
      put(x, back.b * column + back.a * row + back.y, at);
    }
  }
  return result;
}

/** Puts what is seen at a place of one picture at a place in another's data. */
type Put = (x: number, y: number, at: number) => void;

function linearly({ width, height, channels, data }: Pixels, { data: into }: Pixels): Put {
  return (x, y, at) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [x - left, y - top];
    const x0 = clip(left, 0, width - 1) * channels;
    const x1 = clip(left + 1, 0, width - 1) * channels;
    const y0 = clip(top, 0, height - 1) * width * channels;
    const y1 = clip(top + 1, 0, height - 1) * width * channels;
    for (let channel = 0; channel < channels; channel++) {
      const upper =
        (1 - u) * (data[y0 + x0 + channel] as number) + u * (data[y0 + x1 + channel] as number);
      const lower =
        (1 - u) * (data[y1 + x0 + channel] as number) + u * (data[y1 + x1 + channel] as number);
      into[at + channel] = (1 - v) * upper + v * lower;
    }
  };
}

function cubically({ width, height, channels, data }: Pixels, { data: into }: Pixels): Put {
  const across = new Float64Array(4);
  const down = new Float64Array(4);
  return (x, y, at) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    weigh(across, x - left);
    weigh(down, y - top);
    const [w0, w1, w2, w3] = across as unknown as [number, number, number, number];
    const x0 = clip(left - 1, 0, width - 1) * channels;
    const x1 = clip(left, 0, width - 1) * channels;
    const x2 = clip(left + 1, 0, width - 1) * channels;
    const x3 = clip(left + 2, 0, width - 1) * channels;
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        const line = clip(top + i - 1, 0, height - 1) * width * channels + channel;
        sum +=
          (down[i] as number) *
          (w0 * (data[line + x0] as number) +
            w1 * (data[line + x1] as number) +
            w2 * (data[line + x2] as number) +
            w3 * (data[line + x3] as number));
      }
      into[at + channel] = sum;
    }
  };
}

/** The weights of the four pixels around a place, t beyond the second of them. */
function weigh(weights: Float64Array, t: number): void {
  const s = SHARPNESS;
  const [u, v] = [t + 1, 1 - t];
  const far = ((s * u - 5 * s) * u + 8 * s) * u - 4 * s;
  const near = ((s + 2) * t - (s + 3)) * t * t + 1;
  const next = ((s + 2) * v - (s + 3)) * v * v + 1;
  weights[0] = far;
  weights[1] = near;
  weights[2] = next;
  weights[3] = 1 - far - near - next;
}

const clip = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
