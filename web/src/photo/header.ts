import { imageDimensionsFromData } from "image-dimensions";

/** A file that is no photograph to be taken; the message says why, to a person. */
export class PhotographError extends Error {}

const MAX_BYTES = 64e6;
const MAX_PIXELS = 64e6;
const MIN_SIDE = 24;
const ENOUGH = 1 << 17;

/** What a picture file says of itself at its beginning; of its pixels as they are stored. */
export interface Header {
  readonly kind: "jpeg" | "png" | "webp" | "gif" | "avif" | "heic";
  readonly width: number;
  readonly height: number;
}

/** How files of each kind begin, so that a damaged one is told from what is no picture. */
const BEGINNINGS = [
  /^\xff\xd8\xff/,
  /^\x89PNG\r\n/,
  /^GIF8/,
  /^RIFF.{4}WEBP/s,
  /^.{4}ftyp(avi[fs]|hei[cfms]|hev[cms]|mi[af]|msf1)/s,
];

/**
 * Judges a file before its pixels are decoded.
 *
 * @throws PhotographError It is no picture, a damaged one, or too large or small.
 */
export async function judge(file: Blob): Promise<Header> {
  if (file.size > MAX_BYTES) {
    throw new PhotographError("This file is too long for a photograph; 64 MB at most.");
  }
  const first = async (length: number) =>
    readHeader(new Uint8Array(await file.slice(0, length).arrayBuffer()));
  // Nearly always the beginning is enough; a long profile or a thumbnail may come before the size.
  return first(ENOUGH).catch((error) => {
    if (file.size <= ENOUGH) throw error;
    return first(file.size);
  });
}

/**
 * Reads how large a picture is before any memory is taken for its pixels, and judges it.
 *
 * @throws PhotographError It is no picture, a damaged one, or too large or small.
 */
export function readHeader(bytes: Uint8Array<ArrayBuffer>): Header {
  const found = dimensions(bytes);
  if (!found) {
    const first = String.fromCharCode(...bytes.subarray(0, 16));
    if (BEGINNINGS.some((beginning) => beginning.test(first))) throw damaged();
    throw new PhotographError(
      "This file is no photograph; JPEG, PNG, WebP, GIF, AVIF and HEIC are read.",
    );
  }
  const { width, height } = found;
  if (width * height > MAX_PIXELS) {
    throw new PhotographError(
      `This picture is too large: ${width} × ${height} pixels, and 64 million in all are allowed.`,
    );
  }
  if (Math.min(width, height) < MIN_SIDE) {
    throw new PhotographError(
      `This picture is too small: ${width} × ${height} pixels, and ${MIN_SIDE} a side are needed.`,
    );
  }
  return found;
}

function dimensions(bytes: Uint8Array<ArrayBuffer>): Header | null {
  try {
    const { type, width, height } = imageDimensionsFromData(bytes) ?? {};
    return type && width !== undefined && height !== undefined
      ? { kind: type, width, height }
      : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // a file that is cut off in the middle of a number
    throw error;
  }
}

export const damaged = () =>
  new PhotographError("This picture is damaged, or of a kind that this browser cannot read.");

/** What to say where a browser cannot decode a kind of picture that others can. */
export const unreadable = ({ kind }: Header) =>
  kind === "heic" || kind === "avif"
    ? new PhotographError(
        `This browser cannot read ${kind.toUpperCase()} pictures, or this one is damaged; ` +
          "save the photograph as JPEG, which every browser reads.",
      )
    : damaged();
