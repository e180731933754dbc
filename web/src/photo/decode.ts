import { judge, PhotographError, unreadable } from "./header";
import { blank, type Pixels, shrunk } from "./pixels";

/** A longer side that is enough to look for faces. */
const ENOUGH = 1000;
const BAND = 256;

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
 * has it, colours as they are stored, and over white where it is transparent.
 *
 * @throws PhotographError It is no picture, a damaged one, or too large or small.
 */
export async function decode(file: Blob): Promise<Decoded> {
  const header = await judge(file);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  } catch {
    throw unreadable(header);
  }
  const { width, height } = bitmap;
  const side = header.kind === "jpeg" ? shrinking(width, height) : 1;
  const draft = read(bitmap, side);
  let full = side === 1 ? draft : null;
  return {
    width,
    height,
    draft,
    full() {
      full ??= read(bitmap, 1);
      return full;
    },
    close: () => bitmap.close(),
  };
}

/**
 * Reads pixels, or means of squares of side x side of them, in bands: some browsers have no canvas
 * as large as a photograph.
 */
function read(bitmap: ImageBitmap, side: number): Pixels {
  const { width, height } = bitmap;
  const pixels = blank(Math.ceil(width / side), Math.ceil(height / side), 4);
  const canvas = new OffscreenCanvas(width, Math.min(BAND, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new PhotographError("This browser could not read the photograph.");
  context.fillStyle = "white";
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -top);
    const { data } = context.getImageData(0, 0, width, rows);
    const band = shrunk({ width, height: rows, channels: 4, data }, side);
    pixels.data.set(band.data, (top / side) * pixels.width * 4);
  }
  return pixels;
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
