import { at, type Direction } from "./direction";
import { History, type Place } from "./history";
import { type Choices, RandomWalk } from "./walk";

export const LARGEST_REACH = 1e6;

/**
 * A latent point z, two selected dimensions that follow the mouse, and what has been done. The
 * same laws as the Morpher of the Python package; `tests/morpher/traces.json` holds both to them:
 *
 * - `move` sets the two selected coordinates and nothing else;
 * - while frozen, `move` and `walkStep` do nothing, and all the rest works;
 * - `select`, `toggleFreeze` and `setReach` leave z as it is;
 * - freezing, reach and walking are not undone; everything that changes z or the selection is.
 *
 * Dimensions go by rank: 0 is the first of the model's interesting dimensions.
 */
export class Morpher {
  private point: Float32Array;
  private first: Float32Array;
  private pair: readonly [number, number] = [0, 1];
  private source: unknown = null;
  private readonly walker: RandomWalk;
  private readonly history = new History();
  private edge = 1;
  frozen = false;
  walking = false;

  /**
   * @param start The latent point to begin at, [L].
   * @param indices Where the interesting dimensions lie in z, by rank; at least two.
   * @param choices What the random walk draws from.
   */
  constructor(
    start: Float32Array,
    private readonly indices: readonly number[],
    choices: Choices,
  ) {
    if (indices.length < 2) throw new Error("a model needs two interesting dimensions to morph");
    this.point = start.slice();
    this.first = start.slice();
    this.walker = new RandomWalk(choices, indices);
  }

  /** The latent point, [L]; a copy. */
  get z(): Float32Array {
    return this.point.slice();
  }

  /** The ranks that follow the mouse: sideways, upwards. */
  get selected(): readonly [number, number] {
    return this.pair;
  }

  /** What the point was made of; stays until `go` or `reset` leads elsewhere. */
  get origin(): unknown {
    return this.source;
  }

  /** The coordinate at the picture's right and upper edge. */
  get reach(): number {
    return this.edge;
  }

  /** The highest rank there is. */
  get last(): number {
    return this.indices.length - 1;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** The coordinate of a rank. */
  coordinate(rank: number): number {
    return this.point[this.index(rank)] ?? 0;
  }

  /** Sets the selected coordinates from a position, bottom left (-1, -1) to top right (1, 1). */
  move(x: number, y: number): void {
    if (this.frozen || !(x >= -1 && x <= 1 && y >= -1 && y <= 1)) return;
    this.change("move", (z) => {
      z[this.index(this.pair[0])] = x * this.edge;
      z[this.index(this.pair[1])] = y * this.edge;
    });
  }

  /** Sets one coordinate, as a slider does; frozen or not. */
  set(rank: number, value: number): void {
    if (!Number.isFinite(value)) return;
    this.change(`set ${rank}`, (z) => {
      z[this.index(rank)] = value;
    });
  }

  /**
   * Chooses the dimensions that follow the mouse; the previous two stay where they are.
   *
   * @param kind Of the change: consecutive ones of the same kind are undone together.
   */
  select(first: number, second: number, kind: string | null = null): void {
    if (first === second) throw new RangeError("the two dimensions must differ");
    const pair = [this.rank(first), this.rank(second)] as const;
    this.change(kind, () => {
      this.pair = pair;
    });
  }

  /** Goes along a direction until it reads this, as its slider does; frozen or not. */
  follow(direction: Direction, reading: number): void {
    if (!Number.isFinite(reading)) return;
    const moved = at(direction, this.point, reading);
    if (!moved.every(Number.isFinite)) return;
    this.change(`direction ${direction.name}`, (z) => z.set(moved));
  }

  toggleFreeze(): void {
    this.history.pause();
    this.frozen = !this.frozen;
  }

  /**
   * Goes to a latent point, such as a random one or a link's.
   *
   * @param origin What it was made of.
   * @param kind Of the change: consecutive ones of the same kind are undone together.
   */
  go(
    z: Float32Array,
    selected: readonly [number, number] = this.pair,
    origin: unknown = null,
    kind: string | null = null,
  ): void {
    if (z.length !== this.point.length) throw new RangeError("a point of another model");
    const pair = [this.rank(selected[0]), this.rank(selected[1])] as const;
    this.change(kind, (now) => {
      now.set(z);
      this.pair = pair;
      this.source = origin;
    });
  }

  /** Goes to a point on the way to another; one after the other, they are a single change. */
  glide(z: Float32Array): void {
    if (z.length !== this.point.length) throw new RangeError("a point of another model");
    this.change("glide", (now) => now.set(z));
  }

  /** Ends the current change: what follows is another, even of the same kind. */
  pause(): void {
    this.history.pause();
  }

  /** Goes to the latent point that the session begins with from now on; see `reset`. */
  begin(z: Float32Array, selected: readonly [number, number] = this.pair): void {
    this.go(z, selected);
    this.first = z.slice();
  }

  /** Back to the face that the session began with. */
  reset(): void {
    this.go(this.first);
  }

  /** Stretches the picture's edges; z stays until the next move. */
  setReach(reach: number): void {
    if (!(reach > 0 && reach <= LARGEST_REACH)) throw new RangeError("the range must be above 0");
    this.history.pause();
    this.edge = reach;
  }

  walk(on: boolean): void {
    this.history.pause();
    this.walking = on;
  }

  /** Takes a share of a step of the random walk, unless frozen. */
  walkStep(share = 1): void {
    if (!this.frozen) this.change("walk", (z) => this.walker.advance(z, share));
  }

  /** Returns to before the last change; false where there is none. */
  undo(): boolean {
    return this.restore(this.history.undo(this.place()));
  }

  /** Takes back the last undo; false where there is none. */
  redo(): boolean {
    return this.restore(this.history.redo(this.place()));
  }

  private change(kind: string | null, alter: (z: Float32Array) => void): void {
    const before = this.place();
    alter(this.point);
    const same =
      before.selected.every((rank, i) => rank === this.pair[i]) &&
      before.z.every((value, i) => value === this.point[i]);
    if (same) this.history.pause(kind);
    else this.history.record(before, kind);
  }

  private place(): Place {
    return { z: this.point.slice(), selected: this.pair, origin: this.source };
  }

  private restore(place: Place | null): boolean {
    if (!place) return false;
    this.point = place.z.slice();
    this.pair = place.selected;
    this.source = place.origin;
    return true;
  }

  private index(rank: number): number {
    return this.indices[this.rank(rank)] ?? 0;
  }

  private rank(number: number): number {
    if (!Number.isInteger(number) || number < 0 || number > this.last) {
      throw new RangeError(`there is no dimension ${number}; choose from 0 to ${this.last}`);
    }
    return number;
  }
}
