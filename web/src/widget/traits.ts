import type { Picture } from "../model/enlarge";
import { picture, type Shape, shownSize } from "../model/enlarge";
import type { Face } from "../model/protocol";

/** A picture as the kernel sends it: its shape, [H, W] or [H, W, 3], and raw levels. */
export interface Levels {
  readonly shape: readonly number[];
  readonly pixels: DataView;
}

export interface AboutDirection {
  readonly name: string;
  /** Made by the user. */
  readonly own: boolean;
  /** Found without a name. */
  readonly found: boolean;
  readonly step: DataView;
  readonly mean: number;
  readonly ends: readonly string[];
  /** How well it tells what it is named after, such as "AUC 0.98"; may be empty. */
  readonly score: string;
  /** What a step drags along, in words. */
  readonly drags: string;
  /** Whether it stays while others move. */
  readonly locked: boolean;
}

/** What could stand at the end of a line. */
export interface Completion {
  /** The word at its end, as far as it is typed. */
  readonly begun: string;
  /** What could stand in its place. */
  readonly words: readonly string[];
}

/** What the kernel's `SessionWidget` keeps in step with the front end. */
export interface Traits {
  /** The latent point, little-endian float32. */
  z: DataView;
  selected: [number, number];
  frozen: boolean;
  reach: number;
  face: Levels;
  _photograph: Levels | null;
  _about: {
    readonly name: string;
    readonly encodes: boolean;
    readonly dimensions: readonly { readonly index: number; readonly name: string }[];
    readonly directions: readonly AboutDirection[];
  };
  _state: {
    /** The number of the request that was answered last. */
    readonly answered: string;
    readonly said: string;
    /** Why the point could not be decoded; empty where it was. */
    readonly failure: string;
    readonly walking: boolean;
    readonly busy: boolean;
    readonly undo: boolean;
    readonly redo: boolean;
  };
}

/** The numbers of some bytes. */
export function floats(bytes: DataView): Float32Array {
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) =>
    bytes.getFloat32(4 * i, true),
  );
}

/** Rows, columns and channels of a picture. */
export function shapeOf([height = 1, width = 1, channels = 1]: readonly number[]): Shape {
  return { height, width, channels: channels === 3 ? 3 : 1 };
}

/** A picture of its own size. */
export function small({ shape, pixels }: Levels): Picture {
  return picture(numbers(pixels), shapeOf(shape), shapeOf(shape));
}

/** A picture as it is shown. */
export function shown({ shape, pixels }: Levels): Face {
  const size = shapeOf(shape);
  const mean = picture(numbers(pixels), size, shownSize(size));
  return { mean, deviation: null, milliseconds: 0 };
}

function numbers(pixels: DataView): Float32Array {
  const levels = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return new Float32Array(levels).map((level) => level / 255);
}
