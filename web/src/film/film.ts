import type { Picture } from "../model/enlarge";

/** A film that was not written; the message says why, to a person. */
export class FilmError extends Error {}

/** What a film is made of. */
export interface Film {
  /** The point of each frame; the same object while the face stays. */
  readonly points: Iterable<Float32Array>;
  /** How many frames there are. */
  readonly frames: number;
  draw(z: Float32Array): Promise<Picture>;
  /** Told how many frames are written. */
  onFrame(count: number): void;
  readonly signal: AbortSignal;
}

/** A film that is written, and what removes it from the page's own disk space once it was handed over. */
export interface Written {
  readonly file: File;
  readonly discard: () => void;
}

/**
 * The picture of each frame; the next one is drawn while one is being encoded.
 *
 * @throws DOMException It was given up (AbortError).
 */
export async function* pictures({ points, draw, signal }: Film): AsyncGenerator<Picture> {
  let last: { z: Float32Array; picture: Promise<Picture> } | null = null;
  for (const z of points) {
    const picture: Promise<Picture> = z === last?.z ? last.picture : draw(z);
    picture.catch(() => undefined); // said when its turn comes
    if (last) yield await last.picture;
    signal.throwIfAborted();
    last = { z, picture };
  }
  if (last) yield await last.picture;
  signal.throwIfAborted();
}
