import { damaged, judge, PhotographError } from "./header";
import { average, blank, type Pixels } from "./pixels";

/** A longer side that is enough to look for faces. */
const ENOUGH = 1000;
const BAND = 256;

/** The pixels of a photograph, upright. */
export interface Decoded {
  /** All of them, in red, green, blue and opaque. */
  readonly full: Pixels;
  /** Of a large JPEG file, a half, a quarter or an eighth; else the same. */
  readonly draft: Pixels;
}

/**
 * Decodes a photograph as `faces/decode.py` of the Python package does: upright as its EXIF data
 * has it, colours as they are stored, and over white where it is transparent.
 *
 * @throws PhotographError It is no picture, a damaged one, or too large or small.
 */
export async function decode(file: Blob): Promise<Decoded> {
  const { kind } = await judge(file);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  } catch {
    throw damaged();
  }
  const full = read(bitmap);
  bitmap.close();
  return { full, draft: kind === "jpeg" ? average(full, shrinking(full)) : full };
}

/** Reads pixels in bands, because some browsers have no canvas as large as a photograph. */
function read(bitmap: ImageBitmap): Pixels {
  const { width, height } = bitmap;
  const pixels = blank(width, height, 4);
  const canvas = new OffscreenCanvas(width, Math.min(BAND, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new PhotographError("This browser could not read the photograph.");
  context.fillStyle = "white";
  for (let top = 0; top < height; top += BAND) {
    const rows = Math.min(BAND, height - top);
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -top);
    pixels.data.set(context.getImageData(0, 0, width, rows).data, top * width * 4);
  }
  return pixels;
}

/** By how much a large photograph is shrunk: what libjpeg offers and Pillow would take. */
function shrinking({ width, height }: Pixels): number {
  const share = ENOUGH / Math.max(width, height);
  const least = Math.min(
    Math.floor(width / Math.floor(width * share)),
    Math.floor(height / Math.floor(height * share)),
  );
  return [8, 4, 2].find((side) => least >= side) ?? 1;
}
