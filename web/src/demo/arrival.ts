import { t } from "../language/language";
import { picture, shownSize } from "../model/enlarge";
import type { Manifest } from "../model/manifest";
import type { Port } from "../model/port";
import type { Snapshot } from "../morpher/history";
import type { Morpher } from "../morpher/morpher";
import { reframe } from "../photo/reframe";
import { PhotoOrigin } from "./photo-origin";

/** A face of a model: [H * W * channels] in [0, 1]. */
export interface Portrayed {
  readonly numbers: Float32Array;
  readonly image: Manifest["image"];
}

/** Where a visit goes on with another model, if it is not where the face of before leads. */
export type Destination =
  /** Words to follow, as of an address. */
  | { readonly kind: "link"; readonly words: string }
  /** The document of a point. */
  | { readonly kind: "document"; readonly text: string }
  /** Where the visit was with that model before. */
  | { readonly kind: "place"; readonly place: Snapshot };

/** What comes along when a visit goes on with another model. */
export interface Arrival {
  readonly frozen: boolean;
  readonly reach: number;
  readonly walking: boolean;
  readonly destination: Destination | null;
  /** The face of before, which the model is to encode; null for none. */
  readonly face: Portrayed | null;
  /** The photograph that the face of before was made of; null for none. */
  readonly photograph: PhotoOrigin | null;
  /** Whether that face is still what its model makes of the photograph. */
  readonly unmoved: boolean;
  /** What was done here before, where undo or redo leads back; null on the first time. */
  readonly morpher: Morpher | null;
}

/** Where the face of before leads. */
export interface Encoded {
  readonly z: Float32Array;
  readonly origin: PhotoOrigin | null;
  /** What to tell the visitor of the face. */
  readonly said: string;
}

/**
 * Encodes the face of before with another model; a photograph of which it was made, anew.
 *
 * @param port Of that model, with the encoder.
 */
export async function encodeBefore(
  port: Port,
  { image: after }: Manifest,
  { face, photograph, unmoved }: Arrival & { readonly face: Portrayed },
): Promise<Encoded> {
  const origin = photograph && (await anew(port, after, photograph, face.image));
  if (origin && unmoved) {
    return { z: origin.portrait.z, origin, said: t("the photograph is encoded anew") };
  }
  const image = reframe(face.numbers, face.image, after);
  const { mean } = await port.ask({ kind: "posterior", image });
  return {
    z: mean,
    origin,
    said: t("the face is an approximation, what its encoder makes of the one before"),
  };
}

/** What a model makes of a photograph that another model has taken: by where its eyes are. */
async function anew(
  port: Port,
  after: Manifest["image"],
  { photograph, portrait, number }: PhotoOrigin,
  before: Manifest["image"],
): Promise<PhotoOrigin> {
  if (after.eyes && after.height === after.width) {
    const { file, turns } = photograph;
    await port.ask({ kind: "photograph", file, turns, look: false });
    const found = await port.ask({ kind: "portrait", of: portrait.eyes });
    return new PhotoOrigin(photograph, found, number);
  }
  const image = reframe(levelsToNumbers(portrait.levels), before, after);
  const { mean: z, std } = await port.ask({ kind: "posterior", image });
  const levels = Uint8ClampedArray.from(image, (value) => value * 255);
  const crop = picture(image, after, shownSize(after));
  return new PhotoOrigin(photograph, { eyes: portrait.eyes, levels, crop, z, std }, number);
}

/** Levels from 0 to 255 as numbers from 0 to 1. */
export const levelsToNumbers = (levels: ArrayLike<number>) =>
  Float32Array.from(levels, (level) => level / 255);

/** Whether two points are one. */
export const samePoint = (one: Float32Array, other: Float32Array) =>
  one.length === other.length && one.every((value, i) => value === other[i]);
