import { type Face, HINT } from "./face";
import type { Box } from "./pixels";
import type { Position } from "./similarity";

/**
 * What YuNet's numbers mean (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector",
 * Machine Intelligence Research 20, 2023), as OpenCV's FaceDetectorYN reads them: the square is
 * covered by three grids, and each of their cells may have seen a face.
 *
 * This decoding is the project's own: the network runs in the ONNX runtime that the page has anyway,
 * and OpenCV compiled for browsers, which has the rest, would be 8 MB more for these lines. A test
 * holds them to what OpenCV makes of the same numbers.
 */

const STRIDES = [8, 16, 32];
const OVERLAP = 0.3;
/** Of one look, before those that overlap are merged: a face has up to a dozen. */
const MAX_BOXES = 5000;

/** OpenCV compares boxes of whole pixels, cut off towards zero. */
interface Candidate extends Face {
  readonly box: Box;
}

/** The outputs of the network: cls, obj, bbox and kps, each of them for each stride, as "cls_8". */
export type Outputs = (name: string) => Float32Array;

/**
 * The faces that the network has seen in a picture, and hints of them, by falling score.
 *
 * @param width Of the picture, in pixels.
 */
export function facesIn(outputs: Outputs, width: number, height: number): Face[] {
  const candidates = STRIDES.flatMap((stride) =>
    seen(outputs, stride, width / stride, height / stride),
  );
  candidates.sort((one, other) => other.score - one.score);
  const kept: Candidate[] = [];
  for (const candidate of candidates.slice(0, MAX_BOXES)) {
    if (kept.every((other) => overlap(candidate, other) <= OVERLAP)) kept.push(candidate);
  }
  return kept;
}

/** What one grid has seen. */
function seen(outputs: Outputs, stride: number, columns: number, rows: number): Candidate[] {
  const [cls, obj, bbox, kps] = ["cls", "obj", "bbox", "kps"].map((name) =>
    outputs(`${name}_${stride}`),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const found: Candidate[] = [];
  for (let cell = 0; cell < columns * rows; cell++) {
    const score = Math.sqrt(share(cls[cell]) * share(obj[cell]));
    if (score < HINT) continue;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    const [x = 0, y = 0, w = 0, h = 0] = bbox.subarray(4 * cell, 4 * cell + 4);
    const [width, height] = [Math.exp(w) * stride, Math.exp(h) * stride];
    const left = (column + x) * stride - width / 2;
    const top = (row + y) * stride - height / 2;
    const landmarks = Array.from({ length: 5 }, (_, i): Position => {
      const at = 10 * cell + 2 * i;
      return [((kps[at] ?? 0) + column) * stride, ((kps[at + 1] ?? 0) + row) * stride];
    });
    const [x1, y1] = [Math.trunc(left), Math.trunc(top)];
    const box = {
      left: x1,
      top: y1,
      right: x1 + Math.trunc(width),
      bottom: y1 + Math.trunc(height),
    };
    found.push({ landmarks, score, box });
  }
  return found;
}

const share = (value = 0) => Math.min(Math.max(value, 0), 1);

/** How much of two boxes is common to both, of all that they cover. */
function overlap({ box: one }: Candidate, { box: other }: Candidate): number {
  const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const both = wide > 0 && high > 0 ? wide * high : 0;
  const all = area(one) + area(other);
  return all > 0 ? both / (all - both) : 1;
}

const area = ({ left, top, right, bottom }: Box) => (right - left) * (bottom - top);

/** The network's input: blue, green, red, each [height, width]. */
export function planes(colours: { readonly data: Uint8ClampedArray }) {
  const count = colours.data.length / 3;
  const input = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    input[i] = colours.data[3 * i + 2] as number;
    input[count + i] = colours.data[3 * i + 1] as number;
    input[2 * count + i] = colours.data[3 * i] as number;
  }
  return input;
}

/** ONNX's encoding of a dimension: with the value 640, and with a name instead. */
const STATED = [0x0a, 3, 0x08, 0x80, 5];
const NAMES = ["h", "w"].map((name) => [0x0a, 3, 0x12, 1, name.charCodeAt(0)]);

/**
 * The network for pictures of any size. The official file says that its input has 640 rows and
 * columns, though nothing in it needs that; here both numbers give way to names.
 *
 * @throws Error It is another file.
 */
export function anySize(network: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const free = network.slice();
  let count = 0;
  for (let at = free.indexOf(STATED[0] ?? 0); at >= 0; at = free.indexOf(STATED[0] ?? 0, at + 1)) {
    if (STATED.some((byte, i) => free[at + i] !== byte)) continue;
    free.set(NAMES[count % 2] ?? [], at);
    count++;
  }
  if (count !== 2) throw new Error("The face finder on this site is not the one that is expected.");
  return free;
}
