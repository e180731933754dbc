import type { Picture } from "../model/enlarge";
import type { Queue } from "../model/queue";
import type { Axis } from "./axes";

/** Faces in a strip. */
export const TILES = 5;
const QUIET_MS = 150;

/** The coordinate in the middle of a tile, of a strip from -span to span. */
export function coordinateOf(tile: number, span: number): number {
  return span * ((2 * tile + 1) / TILES - 1);
}

/** Which face of a strip is made first: the middle one, which is nearest to the face on show. */
const ORDER = [2, 1, 3, 0, 4];

/** What one dimension or direction does to the current face: a few faces along it. */
export class Strip {
  /** The faces from - to +; the first time they come one by one, later all at once. */
  tiles = $state.raw<readonly (Picture | undefined)[]>([]);
  /** The point and the span that it was made for. */
  made: { z: Float32Array; span: number } | null = null;

  constructor(readonly axis: Axis) {}
}

/**
 * All strips. They are made one face at a time when the face rests and the worker has nothing else
 * to do, so that they never delay the mouse.
 */
export class Strips {
  /** Those of the dimensions, by rank. */
  readonly rows: Strip[] = [];
  /** Others, which come and go; made first. */
  private readonly others: Strip[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private z: Float32Array | null = null;
  private round = 0;

  /**
   * @param decode Makes a small face.
   * @param queue What the making waits in.
   */
  constructor(
    private readonly decode: (z: Float32Array) => Promise<Picture>,
    private readonly queue: Queue,
  ) {}

  /** Adds the strip of the next dimension. */
  add(axis: Axis): void {
    this.rows.push(new Strip(axis));
  }

  /** Has a strip made until the one who asked is done with it. */
  lend(axis: Axis): { readonly strip: Strip; readonly done: () => void } {
    const strip = new Strip(axis);
    this.others.push(strip);
    if (this.z) this.follow(this.z);
    return { strip, done: () => this.others.splice(this.others.indexOf(strip), 1) };
  }

  /** Makes the strips of another face soon; forgets what was begun. */
  follow(z: Float32Array): void {
    this.z = z;
    this.round++;
    this.queue.whenIdle(null);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.work(this.round, new Map()), QUIET_MS);
  }

  private work(round: number, made: ReadonlyMap<number, Picture>): void {
    const { z } = this;
    if (round !== this.round || !z) return;
    const strip = [...this.others, ...this.rows].find((each) => !fits(each, z));
    if (!strip) return;
    const { span } = strip.axis;
    const tile = ORDER[made.size] ?? 0;
    this.queue.whenIdle(async () => {
      const point = strip.axis.at(z, coordinateOf(tile, span));
      const more = new Map([...made, [tile, await this.decode(point)]]);
      if (round !== this.round) return;
      // One face is better than an empty strip, but half a strip of another face is worse than the old one.
      if (!strip.made || more.size === TILES) {
        strip.tiles = Array.from({ length: TILES }, (_, i) => more.get(i));
      }
      if (more.size < TILES) return this.work(round, more);
      strip.made = { z, span };
      this.work(round, new Map());
    });
  }
}

/** Whether a strip is that of this face already: its own coordinate makes no difference. */
function fits({ made, axis }: Strip, z: Float32Array): boolean {
  return made !== null && made.span === axis.span && axis.alike(made.z, z);
}
