import { judge, PhotographError, unreadable } from "./header";
import { blank, type Pixels, shrunk } from "./pixels";

/** A longer side that is enough to look for faces. */
const ENOUGH = 1000;
const BAND = 256;

/** By how many quarters a photograph is turned clockwise before it is looked at. */
export type Turns = 0 | 1 | 2 | 3;

/** A photograph, upright, over white where it is transparent, in red, green, blue and opaque. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Of a large JPEG file, a half, a quarter or an eighth; else all of it. */
  readonly draft: Pixels;
  /** All of it; read when it is first asked for. */
  full(): Pixels;
  /** Gives its memory back. */
  close(): void;
}

/**
 * Decodes a photograph as `faces/decode.py` of the Python package does: upright as its EXIF data
 * has it, its colour profile followed to sRGB, and over white where it is transparent.
 *
 * @param turns For one that lies on its side all the same.
 * @throws PhotographError It is no picture, a damaged one, or too large or small.
 */
export async function decode(file: Blob, turns: Turns = 0): Promise<Decoded> {
  const header = await judge(file);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw unreadable(header);
  }
  const lying = turns % 2 === 1;
  const [width, height] = lying ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  const side = header.kind === "jpeg" ? shrinking(width, height) : 1;
  const draft = read(bitmap, turns, side);
  let full = side === 1 ? draft : null;
  return {
    width,
    height,
    draft,
    full() {
      full ??= read(bitmap, turns, 1);
      return full;
    },
    close: () => bitmap.close(),
  };
}

/**
 * Reads pixels, or means of squares of side x side of them, in bands: some browsers have no canvas
 * as large as a photograph.
 */
function read(bitmap: ImageBitmap, turns: Turns, side: number): Pixels {
  const [wide, high] = [bitmap.width, bitmap.height];
  const [width, height] = turns % 2 ? [high, wide] : [wide, high];
  const pixels = blank(Math.ceil(width / side), Math.ceil(height / side), 4);
  const canvas = new OffscreenCanvas(width, Math.min(BAND, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new PhotographError("This browser could not read the photograph.");
  context.fillStyle = "white";
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    context.resetTransform();
    context.fillRect(0, 0, width, rows);
    context.setTransform(turned(turns, width, height, top));
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, width, rows);
    const band = shrunk({ width, height: rows, channels: 4, data }, side);
    pixels.data.set(band.data, (top / side) * pixels.width * 4);
  }
  return pixels;
}

/** From pixels of a bitmap to those of a band of the turned picture: whole pixels onto whole ones. */
function turned(turns: Turns, width: number, height: number, top: number): DOMMatrix2DInit {
  const [a, b] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][turns] as [number, number];
  const e = turns === 1 || turns === 2 ? width : 0;
  const f = turns === 2 || turns === 3 ? height : 0;
  return { a, b, c: -b, d: a, e, f: f - top };
}

/** By how much a large photograph is shrunk: what libjpeg offers and Pillow would take. */
function shrinking(width: number, height: number): number {
  const share = ENOUGH / Math.max(width, height);
  const least = Math.min(
    Math.floor(width / Math.floor(width * share)),
    Math.floor(height / Math.floor(height * share)),
  );
  return [8, 4, 2].find((side) => least >= side) ?? 1;
}
