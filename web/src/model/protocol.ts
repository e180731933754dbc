import type { Wishes } from "../dropped/layout";
import type { Found } from "../dropped/probe";
import type { Turns } from "../photo/decode";
import type { FoundFaces, Portrait } from "../photo/photo-encoder";
import type { Eyes } from "../photo/similarity";
import type { Gaussian } from "./engine";
import type { Picture, Size } from "./enlarge";
import type { Manifest, Part } from "./manifest";
import type { Provider } from "./networks";

/** What a session asks of its port. */
export type Request =
  | {
      readonly kind: "face";
      readonly z: Float32Array;
      /** Of the picture. */
      readonly size: Size;
      readonly deviation: boolean;
    }
  /** Asks for p(x|z); its deviation only where it is wanted. */
  | { readonly kind: "conditional"; readonly z: Float32Array; readonly deviation: boolean }
  /** Asks for q(z|x) of a picture [H * W * channels] in [0, 1]. */
  | { readonly kind: "posterior"; readonly image: Float32Array }
  | { readonly kind: "sample"; readonly noise: Float32Array }
  | {
      readonly kind: "photograph";
      readonly file: Blob;
      readonly turns: Turns;
      readonly look: boolean;
    }
  | { readonly kind: "portrait"; readonly of: number | Eyes };

export interface Face {
  readonly mean: Picture;
  readonly deviation: Picture | null;
  /** What decoding the mean took. */
  readonly milliseconds: number;
  /** Where it was decoded, in a browser. */
  readonly provider?: Provider;
}

/** What each kind of request is answered with. */
export interface Answers {
  face: Face;
  /** Without a deviation where none was wanted, or the model has none. */
  conditional: { readonly mean: Float32Array; readonly std: Float32Array | null };
  posterior: Gaussian;
  sample: Float32Array;
  photograph: FoundFaces;
  portrait: Portrait;
}

/** What a command is answered with; null says that it is done. */
export type Answer = Answers[keyof Answers] | Found | null;

/** What the page tells the worker; every command has a number, and gets one answer. */
export type Command =
  | Request
  | { readonly kind: "hello"; readonly image: Manifest["image"] }
  | { readonly kind: "runtime"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "open"; readonly part: Part; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Takes a decoder of another make, and finds out what it does. */
  | {
      readonly kind: "probe";
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly wishes: Wishes;
    };

/** What the worker says. */
export type Message =
  | { readonly kind: "answer"; readonly id: number; readonly value: Answer }
  | {
      readonly kind: "failure";
      readonly id: number;
      readonly sentence: string;
      /** Which wish of the visitor settles it, where one does. */
      readonly about?: keyof Wishes | null;
    };
