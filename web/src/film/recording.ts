export const FRAMES_PER_SECOND = 30;
/** In seconds. A point takes two kilobytes, and there are at most about sixty a second. */
export const LONGEST = 600;
const TINY = 1e-6;

/** What a recording holds, to be put aside; times are in seconds since its beginning. */
export interface Track {
  readonly seconds: number;
  readonly times: readonly number[];
  /** The point that came at each of these times, [L]: one at least. */
  readonly points: readonly [Float32Array, ...Float32Array[]];
}

/**
 * The points that were on the screen, each with the time at which it came; the same laws as the
 * Recording of the Python package, `tests/session/recordings.json` holds both to them. Times are in
 * seconds.
 */
export class Recording {
  private readonly seen: [Float32Array, ...Float32Array[]];
  private readonly times: number[];
  private last: number;
  private over = false;

  /**
   * @param z The point at its beginning, [L].
   * @param now The time.
   */
  constructor(
    z: Float32Array,
    readonly begun: number,
  ) {
    this.seen = [z];
    this.times = [begun];
    this.last = begun;
  }

  /** A recording that was put aside; it is over. */
  static of({ seconds, times, points: [first, ...others] }: Track): Recording {
    const recording = new Recording(first, 0);
    others.forEach((z, i) => {
      recording.look(z, times[i + 1] ?? 0);
    });
    recording.end(seconds);
    return recording;
  }

  get track(): Track {
    const times = this.times.map((time) => time - this.begun);
    return { seconds: this.seconds, times, points: this.seen };
  }

  /** How long it is. */
  get seconds(): number {
    return this.last - this.begun;
  }

  /** Frames that its film has, of so many a second: one at least. */
  frames(rate: number = FRAMES_PER_SECOND): number {
    // One more where the last is not over: what was done last must be in the film.
    const count = Math.ceil(this.seconds * rate - TINY);
    return Math.max(count, Math.min(this.seen.length, 2));
  }

  /** Whether it is at its longest. */
  full(now: number): boolean {
    return now - this.begun > LONGEST;
  }

  /** Notes where the face is; nothing more once it is at its longest. */
  look(z: Float32Array, now: number): void {
    if (this.over || this.full(now)) return;
    this.last = now;
    if (same(z, this.seen[this.seen.length - 1])) return;
    this.seen.push(z);
    this.times.push(now);
  }

  /** Ends it; the film shows its last face for a frame at least. It does not end twice. */
  end(now: number): void {
    if (this.over) return;
    this.over = true;
    this.last = Math.max(
      Math.min(now, this.begun + LONGEST),
      this.times[this.times.length - 1] ?? 0,
    );
  }

  /**
   * The point on the screen at each frame, [L]: the first one, then the newest of its time; the
   * same object while it stays.
   */
  *points(rate: number = FRAMES_PER_SECOND): Generator<Float32Array> {
    const frames = this.frames(rate);
    let place = 0;
    for (let frame = 0; frame < frames; frame++) {
      const time = this.begun + (frame ? (frame + 1) / rate : 0);
      while (place + 1 < this.times.length && (this.times[place + 1] ?? 0) <= time) place++;
      yield this.seen[place] as Float32Array;
    }
  }
}

const same = (a: Float32Array, b: Float32Array | undefined) =>
  a.every((value, i) => value === b?.[i]);
