import { between, eased } from "../morpher/interpolation";
import type { Session } from "./session.svelte";

const SLIDE_MS = 3000;

/** A slide from one face to another; all of it is one change. */
export class Slide {
  running = $state(false);
  private frame = 0;
  private last: Float32Array | null = null;

  constructor(private readonly session: Session) {}

  /** Slides in three seconds; anything that the visitor does to the face ends it. */
  start(from: Float32Array, to: Float32Array): void {
    this.begin();
    let begun = 0;
    const next = (now: number) => {
      if (!this.untouched) return this.stop();
      begun ||= now;
      const share = Math.min((now - begun) / SLIDE_MS, 1);
      this.glide(from, to, eased(share));
      if (share === 1) return this.stop();
      this.frame = requestAnimationFrame(next);
    };
    this.running = true;
    this.session.sliding = true;
    this.frame = requestAnimationFrame(next);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.running = false;
    this.session.sliding = false;
  }

  /** Prepares for shares that the visitor chooses; those that follow are one change. */
  begin(): void {
    this.stop();
    this.session.walk(false);
    this.session.alter((morpher) => morpher.pause());
    this.last = null;
  }

  /** Goes a share of the way. */
  glide(from: Float32Array, to: Float32Array, share: number): void {
    const z = between(from, to, share);
    this.last = z;
    this.session.alter((morpher) => morpher.glide(z));
  }

  /** Whether the face is where the slide has left it. */
  get untouched(): boolean {
    const { point } = this.session;
    return this.last === null || this.last.every((value, i) => value === point?.[i]);
  }
}
