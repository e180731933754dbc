import { readFileSync } from "node:fs";
import { blank, type Pixels } from "./pixels";
import type { Eyes } from "./similarity";

/** The table that `python -m tests.faces.recorded` writes: what OpenCV makes of the same pictures. */
export interface Recorded {
  readonly width: number;
  readonly height: number;
  readonly warps: readonly {
    readonly name: string;
    readonly eyes: Eyes;
    readonly size: number;
    readonly draft?: boolean;
    readonly grey?: boolean;
    readonly pixels: readonly number[];
  }[];
  readonly fits: readonly {
    readonly width: number;
    readonly height: number;
    readonly side: number;
    readonly rows: readonly number[];
  }[];
  readonly seen: {
    readonly side: number;
    readonly cells: readonly ({ readonly stride: number; readonly cell: number } & Record<
      "cls" | "obj" | "bbox" | "kps",
      readonly number[]
    >)[];
    readonly faces: readonly { readonly landmarks: readonly number[]; readonly score: number }[];
  };
}

const path = new URL("../../../tests/faces/find/photographs.json", import.meta.url);
export const recorded = JSON.parse(readFileSync(path, "utf8")) as Recorded;

/** The picture of the table; the same formula as in Python. */
export function drawn(width: number, height: number): Pixels {
  const picture = blank(width, height, 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const noise = (x * 7919 + y * 104729 + channel * 1299709 + x * y * 31) % 61;
        const slope = (3 * x + 2 * y + 40 * channel) % 150;
        const edge = (Math.floor(x / 9) + Math.floor(y / 7)) % 2 ? 44 : 0;
        picture.data[at++] = slope + noise + edge;
      }
    }
  }
  return picture;
}

/** By how much two rows of levels differ: at most, and on average. */
export function differences(one: ArrayLike<number>, other: ArrayLike<number>) {
  const each = Array.from(one, (level, i) => Math.abs(level - (other[i] ?? NaN)));
  return {
    most: Math.max(...each),
    mean: each.reduce((sum, difference) => sum + difference, 0) / each.length,
  };
}
