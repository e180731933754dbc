import type { Manifest } from "../model/manifest";
import type { Decoded } from "./decode";
import { eyesOf, type Face } from "./face";
import { type Detect, find, lookCloser } from "./finder";
import { PhotographError } from "./header";
import type { Pixels } from "./pixels";
import { distance, type Eyes, type Position, similarity } from "./similarity";
import { warp } from "./warp";

const SPARE = 2;
const CERTAIN = 0.2;
const LEAST = 0.7;
const CLOSEST = 2;

/** The pictures of a model: square, and where the eyes lie in them, in fractions of the side. */
export interface Frame {
  readonly size: number;
  readonly channels: 1 | 3;
  readonly eyes: Eyes;
}

/**
 * The frame of a model's pictures.
 *
 * @throws PhotographError Nothing can be aligned to them.
 */
export function frameOf({ height, width, channels, eyes }: Manifest["image"]): Frame {
  if (!eyes || height !== width) {
    throw new PhotographError(
      "The model on this site does not say where eyes lie in a square picture, " +
        "so photographs cannot be aligned for it.",
    );
  }
  return { size: height, channels, eyes };
}

/** A face in a model's frame. */
export interface Aligned {
  readonly image: Pixels;
  /** Where its eyes are, in pixels of the whole photograph. */
  readonly eyes: Eyes;
}

/**
 * The faces of a photograph that are about as certain as the best one, from left to right, in
 * pixels of its draft: what `faces/portrait.py` of the Python package numbers from 1.
 */
export async function faces({ draft }: Decoded, detect: Detect): Promise<Face[]> {
  const found = await find(draft, detect);
  const certain = Math.max(0, ...found.map(({ score }) => score)) - CERTAIN;
  const middle = ({ landmarks }: Face) => landmarks.reduce((sum, [x]) => sum + x, 0);
  return found
    .filter(({ score }) => score >= certain)
    .sort((one, other) => middle(one) - middle(other));
}

/** Which face is the largest, by the distance of its eyes. */
export function largest(found: readonly Face[]): number {
  const sizes = found.map((face) => distance(eyesOf(face)));
  return sizes.indexOf(Math.max(...sizes));
}

/**
 * Aligns a face that was found, its eyes placed as exactly as is needed.
 *
 * @throws PhotographError It is too small.
 */
export async function align(
  photograph: Decoded,
  face: Face,
  frame: Frame,
  detect: Detect,
): Promise<Aligned> {
  const wanted = distance(frame.eyes) * frame.size;
  const small = distance(eyesOf(face)) < SPARE * wanted;
  const { draft } = photograph;
  const pixels = small ? photograph.full() : draft;
  const enlarged = pixels.width / draft.width;
  const seen = await lookCloser(pixels, enlarge(face, enlarged), detect);
  const apart = distance(eyesOf(seen));
  if (apart < LEAST * wanted) {
    throw new PhotographError(
      `The face is too small: its eyes are ${apart.toFixed(0)} pixels apart, ` +
        `and ${(LEAST * wanted).toFixed(0)} are needed.`,
    );
  }
  const eyes = eyesOf(enlarge(seen, photograph.width / pixels.width));
  return { image: crop(pixels, eyesOf(seen), frame), eyes };
}

/**
 * Aligns a face by the eyes that a person has named, in any order.
 *
 * @throws PhotographError They are too close together.
 */
export function alignByHand(photograph: Decoded, [one, other]: Eyes, frame: Frame): Aligned {
  if (distance([one, other]) < CLOSEST) {
    throw new PhotographError(`The eyes must be at least ${CLOSEST} pixels apart.`);
  }
  const eyes: Eyes = one[0] <= other[0] ? [one, other] : [other, one];
  return { image: crop(photograph.full(), eyes, frame), eyes };
}

function crop(pixels: Pixels, eyes: Eyes, { size, channels, eyes: where }: Frame): Pixels {
  const target = where.map(([x, y]): Position => [x * size, y * size]) as unknown as Eyes;
  return warp(pixels, similarity(eyes, target), size, { draft: false, channels });
}

function enlarge({ landmarks, score }: Face, factor: number): Face {
  return { landmarks: landmarks.map(([x, y]): Position => [x * factor, y * factor]), score };
}
