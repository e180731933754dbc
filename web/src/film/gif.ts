/*
 * Films as GIF, which every browser writes and shows: put together by gifenc, frame by frame. Loaded
 * when the first one is written.
 *
 * CompuServe, "Graphics Interchange Format, version 89a", 1990.
 */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { Picture } from "../model/enlarge";
import { DESCRIPTION, SOFTWARE } from "../points/provenance";
import { type Film, FilmError, pictures, type Written } from "./film";

/** Frames a second, as in the Python package's GIF films: more make files too large to hand on. */
export const GIF_RATE = 20;
const MS = 1000 / GIF_RATE;
const COLOURS = 256;
const GREYS = Array.from({ length: COLOURS }, (_, level) => [level, level, level]);

const EXTENSION = 0x21;
const COMMENT = 0xfe;

/**
 * Writes a film of GIF_RATE frames a second. Its frames are put aside as they are made, so that what
 * stays in memory is the file.
 *
 * @throws DOMException It was given up (AbortError).
 */
export async function writeGif(film: Film): Promise<Written> {
  const gif = GIFEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const add = ({ picture, frames }: Shown) => {
    const { palette, places } = coloured(picture);
    const { width, height } = picture;
    gif.writeFrame(places, width, height, { palette, delay: frames * MS, repeat: 0 });
    parts.push(gif.bytes());
    gif.stream.reset();
  };
  let shown: Shown | null = null;
  let count = 0;
  for await (const picture of pictures(film)) {
    if (shown && shown.picture === picture) shown.frames++;
    else {
      if (shown) add(shown);
      shown = { picture, frames: 1 };
    }
    film.onFrame(++count);
  }
  if (!shown) throw new FilmError("There was nothing to film.");
  add(shown);
  const words = new TextEncoder().encode(`${SOFTWARE}: ${DESCRIPTION}`);
  gif.stream.writeBytes([EXTENSION, COMMENT, words.length, ...words, 0]);
  gif.finish();
  parts.push(gif.bytes());
  const file = new File(parts, "morphing-face.gif", { type: "image/gif" });
  return { file, discard: () => undefined };
}

/** A picture, and for how many frames it stays. */
interface Shown {
  readonly picture: Picture;
  frames: number;
}

/** At most 256 colours of a picture, and each pixel's place among them; greys stay what they are. */
function coloured({ pixels }: Picture): { palette: number[][]; places: Uint8Array } {
  const greys = greysOf(pixels);
  if (greys) return { palette: GREYS, places: greys };
  const palette = quantize(pixels, COLOURS);
  return { palette, places: applyPalette(pixels, palette) };
}

/** The level of each pixel of a grey picture; null where one has a colour. */
function greysOf(pixels: Uint8ClampedArray): Uint8Array | null {
  const levels = new Uint8Array(pixels.length / 4);
  for (let i = 0; i < levels.length; i++) {
    const level = pixels[4 * i] ?? 0;
    if (pixels[4 * i + 1] !== level || pixels[4 * i + 2] !== level) return null;
    levels[i] = level;
  }
  return levels;
}
