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
  const { width, height, channels, data } = source;
  const result = blank(size, size, channels);
  const back = inverse(transform);
  const taps = linear ? 2 : 4;
  const across = new Float64Array(taps);
  const down = new Float64Array(taps);
  const columns = new Int32Array(taps);
  const sums = new Float64Array(channels);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = back.a * column - back.b * row + back.x;
      const y = back.b * column + back.a * row + back.y;
      const [left, top] = [Math.floor(x), Math.floor(y)];
      weigh(across, x - left);
      weigh(down, y - top);
      const first = linear ? 0 : -1;
      for (let tap = 0; tap < taps; tap++) {
        columns[tap] = clip(left + first + tap, 0, width - 1) * channels;
      }
      sums.fill(0);
      for (let i = 0; i < taps; i++) {
        const line = clip(top + first + i, 0, height - 1) * width * channels;
        const share = down[i] as number;
        for (let j = 0; j < taps; j++) {
          const weight = share * (across[j] as number);
          const from = line + (columns[j] as number);
          for (let channel = 0; channel < channels; channel++) {
            sums[channel] = (sums[channel] as number) + weight * (data[from + channel] as number);
          }
        }
      }
      for (let channel = 0; channel < channels; channel++) {
        result.data[at++] = sums[channel] as number;
      }
    }
  }
  return result;
}

/** The weights of the pixels around a place: two for linear reading, four for cubic. */
function weigh(weights: Float64Array, t: number): void {
  if (weights.length === 2) {
    weights[0] = 1 - t;
    weights[1] = t;
    return;
  }
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
