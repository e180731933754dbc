import { at, beside, type Direction } from "./direction";
import { History, type Snapshot } from "./history";
import { type Choices, RandomWalk } from "./walk";

export const LARGEST_REACH = 1e6;

/**
 * A latent point z, two selected dimensions that follow the mouse, and what has been done. The
 * same laws as the Morpher of the Python package; `tests/morpher/traces.json` holds both to them:
 *
 * - `move` sets the two selected coordinates and nothing else;
 * - while frozen, `move` and `walkStep` do nothing, and all the rest works;
 * - `select`, `toggleFreeze` and `setReach` leave z as it is;
 * - everything that changes z, the selection or the origin can be undone; freezing, reach and
 *   walking are left alone by that.
 *
 * Dimensions go by rank: 0 is the first of the model's interesting dimensions. What is not allowed
 * throws a RangeError, whose message is for a person, and changes nothing.
 */
export class Morpher {
  private here: Snapshot;
  private first: Snapshot;
  private readonly walker: RandomWalk;
  private history = new History();
  private edge = 1;
  /** How many changes there have been; undo and redo are none. */
  changes = 0;
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
    this.here = this.first = { z: start.slice(), selected: [0, 1], origin: null };
    this.walker = new RandomWalk(choices, indices);
  }

  /** The latent point, [L]; a copy. */
  get z(): Float32Array {
    return this.here.z.slice();
  }

  /** The ranks that follow the mouse: sideways, upwards. */
  get selected(): readonly [number, number] {
    return this.here.selected;
  }

  /** What the point was made of; stays until `go`, `glide` or `reset` leads elsewhere. */
  get origin(): unknown {
    return this.here.origin;
  }

  /** Where `reset` leads. */
  get beginning(): Snapshot {
    return this.first;
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

  /** The point before its last change; null where there was none. */
  get before(): Float32Array | null {
    return this.history.lastElsewhere(this.here)?.z ?? null;
  }

  /** The coordinate of a rank. */
  coordinate(rank: number): number {
    return this.here.z[this.index(rank)] ?? 0;
  }

  /** Sets the selected coordinates from a position, bottom left (-1, -1) to top right (1, 1). */
  move(x: number, y: number): void {
    if (this.frozen || !(x >= -1 && x <= 1 && y >= -1 && y <= 1)) return;
    const { z, selected } = this;
    z[this.index(selected[0])] = x * this.edge;
    z[this.index(selected[1])] = y * this.edge;
    this.leave({ ...this.here, z }, "move");
  }

  /** Sets one coordinate, as a slider does; frozen or not. */
  setCoordinate(rank: number, value: number): void {
    if (!Number.isFinite(value)) throw new RangeError("a coordinate must be a finite number");
    const { z } = this;
    z[this.index(rank)] = value;
    this.leave({ ...this.here, z }, `set ${rank}`);
  }

  /**
   * Chooses the dimensions that follow the mouse; the previous two stay where they are.
   *
   * @param kind Of the change: consecutive ones of the same kind are undone together.
   */
  select(first: number, second: number, kind: string | null = null): void {
    this.leave({ ...this.here, selected: this.pair(first, second) }, kind);
  }

  /**
   * Selects the next dimension, round in a circle, skipping the other selected one.
   *
   * @param which 0 to change the one that follows the mouse sideways, 1 for the one upwards.
   * @param by 1 for the next rank, -1 for the previous one.
   */
  step(which: 0 | 1, by: 1 | -1): void {
    const count = this.indices.length;
    const other = this.selected[1 - which] as number;
    let rank = (this.selected[which] + by + count) % count;
    if (rank === other && count > 2) rank = (rank + by + count) % count;
    if (rank === other) return;
    if (which === 0) this.select(rank, other);
    else this.select(other, rank);
  }

  /**
   * Goes along a direction until it reads this, as its slider does; frozen or not.
   *
   * @param locked Directions whose readings stay.
   */
  follow(direction: Direction, reading: number, locked: readonly Direction[] = []): void {
    const step = locked.length ? beside(direction, locked) : direction.step;
    if (!step) {
      const names = locked.map(({ name }) => name).join(" and ");
      throw new RangeError(`${direction.name} cannot move beside ${names}, which is locked`);
    }
    const z = this.allowed(at(direction, this.here.z, reading, step));
    this.leave({ ...this.here, z }, `direction ${direction.name}`);
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
    selected: readonly [number, number] = this.selected,
    origin: unknown = null,
    kind: string | null = null,
  ): void {
    this.leave(this.arrival(z, selected, origin), kind);
  }

  /** Goes to a point on the way to another; one after the other, they are a single change. */
  glide(z: Float32Array, origin: unknown = null): void {
    this.go(z, this.selected, origin, "glide");
  }

  /** Ends the current change: what follows is another, even of the same kind. */
  pause(): void {
    this.history.pause();
  }

  /** Lets the session begin at a latent point: there `reset` returns, and nothing is undone. */
  begin(
    z: Float32Array,
    selected: readonly [number, number] = this.selected,
    origin: unknown = null,
  ): void {
    this.here = this.first = this.arrival(z, selected, origin);
    this.history = new History();
  }

  /** Back to the face that the session began with; this, too, can be undone. */
  reset(): void {
    this.go(this.first.z, this.selected, this.first.origin);
  }

  /** Stretches the picture's edges; z stays until the next move. */
  setReach(reach: number): void {
    if (!(reach > 0 && reach <= LARGEST_REACH)) {
      const most = LARGEST_REACH.toLocaleString("en");
      throw new RangeError(`the range must be above 0 and at most ${most}`);
    }
    this.history.pause();
    this.edge = reach;
  }

  /** Starts or stops the random walk, which views drive with `walkStep`. */
  walk(on: boolean): void {
    this.history.pause();
    this.walking = on;
  }

  /** Takes a share of a step of the random walk, unless frozen. */
  walkStep(share = 1): void {
    if (this.frozen) return;
    const { z } = this;
    this.walker.advance(z, share);
    this.leave({ ...this.here, z }, "walk");
  }

  /** Returns to before the last change; false where there is none. */
  undo(): boolean {
    return this.restore(this.history.undo(this.here));
  }

  /** Takes back the last undo; false where there is none. */
  redo(): boolean {
    return this.restore(this.history.redo(this.here));
  }

  /** Goes to a place; points are replaced and never written to, so that undo has them. */
  private leave(place: Snapshot, kind: string | null): void {
    if (kind === null) this.history.pause();
    if (!same(place, this.here)) {
      this.history.record(this.here, kind);
      this.changes++;
    }
    this.here = place;
  }

  private restore(place: Snapshot | null): boolean {
    if (place) this.here = place;
    return place !== null;
  }

  /** A place, if there can be such a one here. */
  private arrival(
    z: Float32Array,
    [first, second]: readonly [number, number],
    origin: unknown,
  ): Snapshot {
    return { z: this.allowed(z), selected: this.pair(first, second), origin };
  }

  /** A copy of a point, if there can be such a one here. */
  private allowed(z: Float32Array): Float32Array {
    const { length } = this.here.z;
    if (z.length !== length || !z.every(Number.isFinite)) {
      throw new RangeError(`a latent point here is ${length} finite numbers`);
    }
    return z.slice();
  }

  /** The ranks of two different dimensions. */
  private pair(first: number, second: number): readonly [number, number] {
    const ranks = [this.rank(first), this.rank(second)] as const;
    if (ranks[0] === ranks[1]) throw new RangeError("the two dimensions must differ");
    return ranks;
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

function same(one: Snapshot, other: Snapshot): boolean {
  return (
    one.origin === other.origin &&
    one.selected.every((rank, i) => rank === other.selected[i]) &&
    one.z.every((value, i) => value === other.z[i])
  );
}
