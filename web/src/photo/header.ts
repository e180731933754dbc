/** A file that is no photograph to be taken; the message says why, to a person. */
export class PhotographError extends Error {}

const MAX_BYTES = 64e6;
const MAX_PIXELS = 64e6;
const MIN_SIDE = 24;
const ENOUGH = 1 << 17;

/** What a picture file says of itself at its beginning. */
export interface Header {
  readonly kind: "jpeg" | "png" | "webp" | "gif";
  readonly width: number;
  readonly height: number;
}

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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null;
  try {
    header = jpeg(view) ?? png(view) ?? webp(view) ?? gif(view);
  } catch (error) {
    if (error instanceof RangeError) throw damaged();
    throw error;
  }
  if (!header) {
    throw new PhotographError("This file is no photograph; JPEG, PNG, WebP and GIF are read.");
  }
  const { width, height } = header;
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
  return header;
}

export const damaged = () =>
  new PhotographError("This picture is damaged, or of a kind that this browser cannot read.");

const word = (view: DataView, at: number, length: number) =>
  Array.from({ length }, (_, i) =>
    at + i < view.byteLength ? String.fromCharCode(view.getUint8(at + i)) : "",
  ).join("");

/** JPEG: a chain of segments, one of which is the frame (SOF, ITU-T T.81, B.2.2). */
function jpeg(view: DataView): Header | null {
  if (word(view, 0, 3) !== "\xff\xd8\xff") return null;
  let at = 2;
  for (;;) {
    while (view.getUint8(at) !== 0xff) at++;
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) {
      return { kind: "jpeg", height: view.getUint16(at + 3), width: view.getUint16(at + 5) };
    }
    if (marker === 0xd9 || marker === 0xda) throw damaged();
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (!alone) at += view.getUint16(at);
  }
}

function png(view: DataView): Header | null {
  if (word(view, 0, 8) !== "\x89PNG\r\n\x1a\n") return null;
  return { kind: "png", width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): Header | null {
  if (word(view, 0, 4) !== "GIF8") return null;
  return { kind: "gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** WebP: lossy, lossless or extended (RFC 9649, sections 2.5 to 2.7). */
function webp(view: DataView): Header | null {
  if (word(view, 0, 4) !== "RIFF" || word(view, 8, 4) !== "WEBP") return null;
  const chunk = word(view, 12, 4);
  const short = (at: number) => view.getUint16(at, true) & 0x3fff;
  const long = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  if (chunk === "VP8X") return { kind: "webp", width: long(24), height: long(27) };
  if (chunk === "VP8 ") return { kind: "webp", width: short(26), height: short(28) };
  if (chunk !== "VP8L") throw damaged();
  const bits = view.getUint32(21, true);
  return { kind: "webp", width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) };
}
