import { describe, expect, test } from "vitest";
import { readHeader } from "./header";

/** Bytes from hexadecimal digits and texts. */
function bytes(...parts: (string | number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? Array.from(part, (letter) => letter.charCodeAt(0)) : part,
    ),
  );
}

const JPEG = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2];
const sof = (marker: number, width: number, height: number) => [
  0xff,
  marker,
  0,
  11,
  8,
  height >> 8,
  height & 255,
  width >> 8,
  width & 255,
  1,
  1,
];
const png = (width: number, height: number) =>
  bytes([0x89], "PNG\r\n\x1a\n", [0, 0, 0, 13], "IHDR", be(width), be(height));
const be = (value: number) => [value >> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
const riff = (chunk: string, ...rest: number[]) =>
  bytes("RIFF", [0, 0, 0, 0], "WEBP", chunk, [10, 0, 0, 0], rest, [0, 0]);

/** A box of an ISO media file, as AVIF and HEIC are: its length, its kind and what it holds. */
const box = (kind: string, ...held: (string | number[])[]) => {
  const content = bytes(...held);
  return [...be(8 + content.length), ...bytes(kind), ...content];
};
/** One picture item, with its size. */
const media = (brand: string, width: number, height: number) =>
  bytes(
    box("ftyp", brand, [0, 0, 0, 0], "mif1"),
    box(
      "meta",
      [0, 0, 0, 0],
      box("pitm", [0, 0, 0, 0, 0, 1]),
      box(
        "iprp",
        box("ipco", box("ispe", [0, 0, 0, 0], be(width), be(height))),
        box("ipma", [0, 0, 0, 0], be(1), [0, 1, 1, 1]),
      ),
    ),
  );

describe("a file says how large its picture is", () => {
  test.each([
    ["jpeg", 400, 300, bytes(JPEG, sof(0xc0, 400, 300))],
    ["jpeg", 4032, 3024, bytes(JPEG, [0xff, 0xc4, 0, 3, 9], sof(0xc2, 4032, 3024))],
    ["png", 640, 480, png(640, 480)],
    ["gif", 320, 200, bytes("GIF89a", [64, 1, 200, 0])],
    ["avif", 4032, 3024, media("avif", 4032, 3024)],
    ["heic", 4032, 3024, media("heic", 4032, 3024)],
    ["webp", 400, 300, riff("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 0x90, 1, 0x2c, 1)],
    ["webp", 400, 300, riff("VP8L", 0x2f, 0x8f, 0xc1, 0x4a, 0)],
    ["webp", 400, 300, riff("VP8X", 0, 0, 0, 0, 0x8f, 1, 0, 0x2b, 1, 0)],
  ])("%s, %d x %d", (kind, width, height, file) => {
    expect(readHeader(file)).toEqual({ kind, width, height });
  });
});

describe("what cannot be taken is refused in a sentence", () => {
  test.each([
    ["a text", bytes("What a lovely day."), "This file is no photograph"],
    ["nothing", bytes(), "This file is no photograph"],
    ["a JPEG that is cut off", bytes(JPEG), "This picture is damaged"],
    ["a JPEG without a frame", bytes(JPEG, [0xff, 0xd9]), "This picture is damaged"],
    ["a PNG that is cut off", png(640, 480).slice(0, 18), "This picture is damaged"],
    ["an AVIF that is cut off", media("avif", 640, 480).slice(0, 60), "This picture is damaged"],
    ["a HEIC giant", media("heic", 30_000, 30_000), "30000 × 30000 pixels, and 64 million in all"],
    ["a film", bytes(box("ftyp", "isom", [0, 0, 0, 0], "mp42")), "This file is no photograph"],
    ["a WebP of no kind", riff("ABCD"), "This picture is damaged"],
    ["a giant", png(30_000, 30_000), "30000 × 30000 pixels, and 64 million in all"],
    ["a stamp", png(20, 400), "20 × 400 pixels, and 24 a side are needed"],
    ["no pixels at all", png(0, 0), "0 × 0 pixels"],
  ])("%s", (_, file, sentence) => {
    expect(() => readHeader(file)).toThrow(sentence);
  });
});
