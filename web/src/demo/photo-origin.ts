import type { Turns } from "../photo/decode";
import type { FoundFaces, Portrait } from "../photo/photo-encoder";

/** A photograph that was opened. */
export interface Photograph extends FoundFaces {
  readonly file: Blob;
  /** By how many quarters it is turned clockwise. */
  readonly turns: Turns;
}

/** A face of a photograph; the origin of the point that the model made of it. */
export class PhotoOrigin {
  /** @param number Its place from the left, from 0; null where its eyes were named. */
  constructor(
    readonly photograph: Photograph,
    readonly portrait: Portrait,
    readonly number: number | null,
  ) {}
}
