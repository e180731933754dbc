import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { crc32 } from "./crc";
import { addTexts, readText } from "./png";

/** A PNG chunk, made without the module under test. */
function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const HEADER = chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
const DATA = chunk("IDAT", deflateSync(Buffer.from([0, 128])));
const png = (...texts: Buffer[]) =>
  new Uint8Array(
    Buffer.concat([SIGNATURE, HEADER, ...texts, DATA, chunk("IEND", Buffer.alloc(0))]),
  );
const latin = (text: string) => Buffer.from(text, "latin1");

test("CRC-32 of a known text", () => {
  expect(crc32(latin("123456789"))).toBe(0xcbf43926);
});

test("a text comes back, whatever its alphabet", async () => {
  const written = addTexts(png(), { "morphing-faces": '{"név": "Ágnes 顔"}', Software: "x" });
  expect(await readText(written, "morphing-faces")).toBe('{"név": "Ágnes 顔"}');
  expect(await readText(written, "Software")).toBe("x");
  expect(await readText(written, "Author")).toBeNull();
});

test("texts of other programs are read: plain, international, compressed", async () => {
  const plain = png(chunk("tEXt", latin("key\0café")));
  expect(await readText(plain, "key")).toBe("café");
  const international = png(chunk("iTXt", Buffer.from("key\0\0\0de\0Schlüssel\0Grüße", "utf8")));
  expect(await readText(international, "key")).toBe("Grüße");
  const packed = deflateSync(Buffer.from("long text"));
  const compressed = png(chunk("iTXt", Buffer.concat([latin("key\0\x01\0\0\0"), packed])));
  expect(await readText(compressed, "key")).toBe("long text");
});

test("a damaged file is refused, and says why", async () => {
  const whole = addTexts(png(), { key: "value" });
  const at = whole.indexOf("v".charCodeAt(0), 40);
  await expect(readText(whole.slice(0, at + 3), "key")).rejects.toThrow("cut off");
  const changed = whole.map((byte, i) => (i === at ? 0 : byte));
  await expect(readText(changed, "key")).rejects.toThrow("damaged");
  await expect(readText(Uint8Array.of(1, 2, 3), "key")).rejects.toThrow("no PNG");
});

test("a text is read whatever else is odd in the file, and a photograph without it is no damaged one", async () => {
  const odd = chunk("tEXt", latin("Comment\0hello"));
  odd.writeUInt8((odd.at(-1) ?? 0) ^ 1, odd.length - 1);
  const text = chunk("tEXt", latin("key\0value"));
  const behind = (file: Uint8Array) => new Uint8Array(Buffer.concat([file, Buffer.alloc(1000)]));
  for (const file of [png(odd, text), behind(png(text)), png(text).slice(0, -5)]) {
    expect(await readText(file, "key")).toBe("value");
  }
  for (const file of [png(odd), behind(png()), png().slice(0, -5), png().slice(0, 40)]) {
    expect(await readText(file, "key")).toBeNull();
  }
});

test("a compressed text that grows without end is refused", async () => {
  const bomb = deflateSync(Buffer.alloc(50_000_000));
  const file = png(chunk("iTXt", Buffer.concat([latin("key\0\x01\0\0\0"), bomb])));
  await expect(readText(file, "key")).rejects.toThrow("too long");
});
