import { LARGEST_REACH } from "../morpher/morpher";
import type { Point } from "../morpher/point";
import { crc32 } from "./crc";

/** The model that a link belongs to. */
export interface Identity {
  /** SHA-256 of the model folder's decoder, hexadecimal. */
  readonly decoder: string;
  readonly latentSize: number;
  /** The number of interesting dimensions. */
  readonly dimensions: number;
}

/** A link that cannot be followed; the message says why, to a person. */
export class LinkError extends Error {}

const VERSION = 1;
const HEADER = 12;
const WIDE = 1;
const STEPS = 256;
const NARROW = 7.99;

/**
 * Packs a point for an address, as `points/link.py` of the Python package does: a header of 12 bytes,
 * the coordinates in 12 bits each (in steps of 1/256) or in float32 where one is too large for
 * that, and a CRC-32.
 *
 * @param point Where it does not say, the first two dimensions and a reach of 1.
 * @returns base64url without padding.
 */
export function pack(point: Point, decoder: string): string {
  const { z } = point;
  const wide = z.some((value) => !(Math.abs(value) < NARROW));
  const length = wide ? 4 * z.length : Math.ceil(1.5 * z.length);
  const bytes = new Uint8Array(HEADER + length + 4);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION;
  bytes.set(identity(decoder), 1);
  bytes[5] = wide ? WIDE : 0;
  bytes.set(point.selected ?? [0, 1], 6);
  view.setFloat32(8, point.reach ?? 1);
  z.forEach((value, i) => {
    if (wide) view.setFloat32(HEADER + 4 * i, value);
    else put12(bytes, i, roundEven(value * STEPS) & 0xfff);
  });
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)));
  return base64url(bytes);
}

/**
 * What a link says of its model: the first digits of its decoder's hash.
 *
 * @throws LinkError The link is damaged.
 */
export function modelOf(payload: string): string {
  const digits = Array.from(checked(payload).subarray(1, 5), (byte) => byte.toString(16));
  return digits.map((each) => each.padStart(2, "0")).join("");
}

/**
 * Reads what `pack` wrote.
 *
 * @throws LinkError The link is damaged, or of another model.
 */
export function unpack(payload: string, model: Identity): Point {
  const bytes = checked(payload);
  const view = new DataView(bytes.buffer);
  if (bytes[0] !== VERSION) throw damaged(`it has version ${bytes[0]}, this page reads ${VERSION}`);
  if (identity(model.decoder).some((byte, i) => byte !== bytes[1 + i])) {
    throw new LinkError("this link belongs to another model");
  }
  const flags = bytes[5] ?? 0;
  if (flags & ~WIDE) throw damaged("it has unknown flags");
  const wide = Boolean(flags & WIDE);
  const length = wide ? 4 * model.latentSize : Math.ceil(1.5 * model.latentSize);
  if (bytes.length !== HEADER + length + 4) throw damaged("it has the wrong length");
  const z = Float32Array.from({ length: model.latentSize }, (_, i) =>
    wide ? view.getFloat32(HEADER + 4 * i) : get12(bytes, i) / STEPS,
  );
  const [first, second] = [bytes[6] ?? 0, bytes[7] ?? 0];
  const reach = view.getFloat32(8);
  if (!z.every(Number.isFinite)) throw damaged("a coordinate is not finite");
  if (first === second || Math.max(first, second) >= model.dimensions) {
    throw damaged("it names dimensions that do not exist");
  }
  if (!(reach > 0 && reach <= LARGEST_REACH)) throw damaged("its range is not allowed");
  return { z, selected: [first, second], reach };
}

/** The bytes of a payload, whole. */
function checked(payload: string): Uint8Array<ArrayBuffer> {
  const bytes = decoded(payload);
  if (bytes.length < HEADER + 4) throw damaged("it is too short");
  const sum = new DataView(bytes.buffer).getUint32(bytes.length - 4);
  if (sum !== crc32(bytes.subarray(0, -4))) throw damaged("its checksum is wrong");
  return bytes;
}

function damaged(why: string): LinkError {
  return new LinkError(`this link is damaged: ${why}`);
}

function identity(decoder: string): number[] {
  return [0, 2, 4, 6].map((i) => parseInt(decoder.slice(i, i + 2), 16));
}

/** Rounds halves to the even neighbour, as Python and numpy do. */
function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest === 0.5 ? floor + (floor & 1 ? 1 : 0) : Math.round(value);
}

function put12(bytes: Uint8Array, i: number, bits: number): void {
  const at = HEADER + 3 * (i >> 1);
  if (i & 1) {
    bytes[at + 1] = (bytes[at + 1] ?? 0) | (bits >> 8);
    bytes[at + 2] = bits & 255;
  } else {
    bytes[at] = bits >> 4;
    bytes[at + 1] = (bits & 15) << 4;
  }
}

function get12(bytes: Uint8Array, i: number): number {
  const at = HEADER + 3 * (i >> 1);
  const byte = (offset: number) => bytes[at + offset] ?? 0;
  const bits = i & 1 ? ((byte(1) & 15) << 8) | byte(2) : (byte(0) << 4) | (byte(1) >> 4);
  return bits > 2047 ? bits - 4096 : bits;
}

function base64url(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(payload: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9_-]*$/.test(payload)) throw damaged("it has characters that no link has");
  try {
    const text = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    throw damaged("a part is missing");
  }
}
