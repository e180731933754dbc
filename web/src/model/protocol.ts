import type { Manifest, Part, Table } from "./manifest";

/** What the page asks of the worker; every request has a number, and gets one answer. */
export type Request =
  | { readonly kind: "start"; readonly again: boolean }
  | { readonly kind: "load"; readonly part: Part; readonly again: boolean }
  | { readonly kind: "read"; readonly table: Table; readonly again: boolean }
  | {
      readonly kind: "face";
      readonly z: Float32Array;
      /** Side of the picture, in whole multiples of the face's own size. */
      readonly enlarge: number;
      readonly deviation: boolean;
    }
  | { readonly kind: "place"; readonly noise: Float32Array };

/** Pixels [height, width, 4], red, green, blue and opaque. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}

export interface Face {
  readonly mean: Picture;
  readonly deviation: Picture | null;
  /** What decoding the mean took. */
  readonly milliseconds: number;
}

/** What each kind of request is answered with. */
export interface Answers {
  start: null;
  load: null;
  read: string;
  face: Face;
  place: Float32Array;
}

/** What the worker says. */
export type Message =
  | { readonly kind: "manifest"; readonly manifest: Manifest }
  | { readonly kind: "progress"; readonly received: number; readonly total: number }
  | { readonly kind: "answer"; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly kind: "failure"; readonly id: number; readonly sentence: string };
