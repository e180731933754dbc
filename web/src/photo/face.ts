import { distance, type Eyes, type Position } from "./similarity";

/** A face that was found, and what several looks at one photograph make of each other: `face.py`. */

/** Score from which something may be a face that a larger look will show. */
export const HINT = 0.15;
export const SCORE_FLOOR = 0.5;
export const SURE = 0.8;
const SAME = 0.8;
const ASIDE = 1.5;

/** A face in a picture, in its pixels. */
export interface Face {
  /** The eye on the picture's left, the other, the nose, the corners of the mouth, left first. */
  readonly landmarks: readonly Position[];
  /** How sure the finder is, from HINT to 1. */
  readonly score: number;
}

export const eyesOf = ({ landmarks }: Face): Eyes => landmarks.slice(0, 2) as unknown as Eyes;

/** What is seen so well that it counts. */
export const certain = (seen: readonly Face[]): Face[] =>
  seen.filter(({ score }) => score >= SCORE_FLOOR);

/**
 * Whether there may be faces that have not been seen for certain. Parts of a face that is sure are
 * taken for faces, and are no hint.
 */
export function hinted(seen: readonly Face[], found: readonly Face[]): boolean {
  const sure = found.filter(({ score }) => score >= SURE);
  return seen.some(
    (face) =>
      face.score >= HINT && face.score < SURE && sure.every((other) => apart(face, other, ASIDE)),
  );
}

/**
 * The faces of two looks, each once. What an earlier look was sure of stays as it was seen; the
 * rest of it gives way to the larger look wherever that is sure of anything.
 */
export function joined(before: readonly Face[], larger: readonly Face[]): Face[] {
  const kept = before.filter(({ score }) => score >= SURE);
  const unsure = !kept.length && larger.every(({ score }) => score < SURE);
  const rest = unsure ? [...larger, ...before] : [...larger];
  for (const face of rest.sort((one, other) => other.score - one.score)) {
    if (kept.every((other) => apart(face, other, SAME))) kept.push(face);
  }
  return kept;
}

/** Whether two faces are farther apart than so many times the larger one's size. */
function apart(one: Face, other: Face, sizes: number): boolean {
  const between = distance([middle(one.landmarks), middle(other.landmarks)]);
  return between > sizes * Math.max(sizeOf(one), sizeOf(other));
}

/** The larger of the distances between the eyes, and from them to the mouth. */
function sizeOf(face: Face): number {
  const { landmarks } = face;
  const down = distance([middle(landmarks.slice(0, 2)), middle(landmarks.slice(3))]);
  return Math.max(distance(eyesOf(face)), down);
}

function middle(places: readonly Position[]): Position {
  const mean = (i: 0 | 1) => places.reduce((sum, place) => sum + place[i], 0) / places.length;
  return [mean(0), mean(1)];
}
