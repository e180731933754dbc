import { crc32 } from "./crc";

/** A PNG file that cannot be read; the message says why, to a person. */
export class PictureError extends Error {}

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const LARGEST_TEXT = 1 << 20;

/**
 * Adds texts to a PNG file, after its header: international ones (iTXt, UTF-8, not compressed), as
 * PNG's specification has them, section 11.3.3.
 */
export function addTexts(png: Uint8Array, texts: Record<string, string>): Uint8Array<ArrayBuffer> {
  const [header, ...rest] = Array.from(chunks(png), whole);
  if (!header) throw new PictureError("this is no PNG file");
  const added = Object.entries(texts).map(([keyword, text]) =>
    chunk("iTXt", [...latin(keyword), 0, 0, 0, 0, 0, ...new TextEncoder().encode(text)]),
  );
  const parts = [Uint8Array.from(SIGNATURE), header, ...added, ...rest];
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/**
 * The text under a keyword in a PNG file (tEXt or iTXt), or null where there is none: a photograph
 * is not refused for another chunk that is odd, nor for what lies behind its end.
 *
 * @throws PictureError It is no PNG file, or the text is damaged.
 */
export async function readText(png: Uint8Array, keyword: string): Promise<string | null> {
  for (const found of chunks(png)) {
    const { kind, data } = found;
    const end = data.indexOf(0);
    if (end < 0 || unlatin(data.subarray(0, end)) !== keyword) continue;
    whole(found);
    if (data.length > LARGEST_TEXT) throw new PictureError("the text in this picture is too long");
    if (kind === "tEXt") return unlatin(data.subarray(end + 1));
    if (kind === "iTXt") return international(data, end);
  }
  return null;
}

async function international(data: Uint8Array<ArrayBuffer>, end: number): Promise<string> {
  const compressed = data[end + 1] === 1;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) throw new PictureError("this picture's text is damaged");
  const text = data.subarray(translated + 1);
  if (!compressed) return new TextDecoder().decode(text);
  const stream = new Blob([text]).stream().pipeThrough(new DecompressionStream("deflate"));
  let result = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      result += part.value;
      if (result.length > LARGEST_TEXT) break;
    }
  } catch {
    throw new PictureError("this picture's text is damaged");
  }
  if (result.length > LARGEST_TEXT) throw new PictureError("the text in this picture is too long");
  return result;
}

interface Chunk {
  readonly kind: string;
  readonly data: Uint8Array<ArrayBuffer>;
  /** With its length, its kind and its checksum; shorter than it says where the file is cut off. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly length: number;
}

/** The chunks of a PNG file, up to its end; none of them is checked. */
function* chunks(png: Uint8Array): Generator<Chunk> {
  const bytes = new Uint8Array(png);
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) throw new PictureError("this is no PNG file");
  const view = new DataView(bytes.buffer);
  for (let at = SIGNATURE.length; at + 12 <= bytes.length; ) {
    const length = 12 + view.getUint32(at);
    const end = at + length;
    const kind = unlatin(bytes.subarray(at + 4, at + 8));
    yield { kind, data: bytes.subarray(at + 8, end - 4), bytes: bytes.subarray(at, end), length };
    if (kind === "IEND") return;
    at = end;
  }
}

/** The bytes of a chunk, which is checked. */
function whole({ bytes, length }: Chunk): Uint8Array<ArrayBuffer> {
  if (bytes.length < length) throw new PictureError("this PNG file is cut off");
  const view = new DataView(bytes.buffer, bytes.byteOffset + length - 4);
  if (crc32(bytes.subarray(4, -4)) !== view.getUint32(0)) {
    throw new PictureError("this PNG file is damaged");
  }
  return bytes;
}

function chunk(kind: string, data: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(latin(kind), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

const latin = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const unlatin = (bytes: Uint8Array) => Array.from(bytes, (b) => String.fromCharCode(b)).join("");
