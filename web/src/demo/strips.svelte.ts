import type { Picture } from "../model/protocol";
import type { Queue } from "../model/queue";

/** Faces in a strip. */
export const TILES = 5;
const QUIET_MS = 150;

/** The coordinate in the middle of a tile, of a strip from -span to span. */
export function coordinateOf(tile: number, span: number): number {
  return span * ((2 * tile + 1) / TILES - 1);
}

/** What one dimension does to the current face: a few faces along it. */
class Strip {
  tiles = $state.raw<readonly Picture[]>([]);
  /** The point and the span that it was made for. */
  made: { z: Float32Array; span: number } | null = null;
}

/**
 * The strips of all dimensions. They are made one face at a time when the face rests and the
 * worker has nothing else to do, so that they never delay the mouse.
 */
export class Strips {
  readonly rows: readonly Strip[];
  private timer = 0;
  private z: Float32Array | null = null;
  private span = 3;
  private round = 0;

  /**
   * @param indices Where the dimensions lie in z, by rank.
   * @param decode Makes a small face.
   * @param queue What the making waits in.
   */
  constructor(
    private readonly indices: readonly number[],
    private readonly decode: (z: Float32Array) => Promise<Picture>,
    private readonly queue: Queue,
  ) {
    this.rows = indices.map(() => new Strip());
  }

  /** Makes the strips of another face soon; forgets what was begun. */
  follow(z: Float32Array, span: number): void {
    this.z = z;
    this.span = span;
    this.round++;
    this.queue.whenIdle(null);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.work(this.round, 0, []), QUIET_MS);
  }

  private work(round: number, rank: number, tiles: readonly Picture[]): void {
    const { z, span } = this;
    if (round !== this.round || !z) return;
    while (rank < this.rows.length && this.fits(rank, z, span)) rank++;
    const row = this.rows[rank];
    const index = this.indices[rank];
    if (!row || index === undefined) return;
    this.queue.whenIdle(async () => {
      const point = z.slice();
      point[index] = coordinateOf(tiles.length, span);
      const more = [...tiles, await this.decode(point)];
      if (round !== this.round) return;
      if (more.length < TILES) return this.work(round, rank, more);
      row.tiles = more;
      row.made = { z, span };
      this.work(round, rank + 1, []);
    });
  }

  /** Whether a strip is that of this face already: its own coordinate makes no difference. */
  private fits(rank: number, z: Float32Array, span: number): boolean {
    const made = this.rows[rank]?.made;
    const own = this.indices[rank];
    if (!made || made.span !== span) return false;
    return made.z.every((value, i) => i === own || value === z[i]);
  }
}
