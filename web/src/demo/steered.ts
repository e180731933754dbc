import type { Picture } from "../model/enlarge";
import type { Face } from "../model/protocol";
import type { Direction } from "../morpher/direction";
import type { Strips } from "./strips.svelte";

/** What rows of sliders need of whoever owns the point: the page's session, or a kernel's. */
export interface Dimensions {
  /** The coordinate of every rank. */
  readonly values: readonly number[];
  readonly selected: readonly [number, number];
  readonly strips: Strips | null;
  /** How far sliders go. */
  readonly span: number;
  /** The name of a dimension; may be empty. */
  nameOf(rank: number): string;
  set(rank: number, value: number): void;
}

/** What a row of a direction needs. */
export interface Along {
  /** Where the face is along a direction, in steps. */
  reading(direction: Direction): number;
  /** Goes along a direction until it reads this. */
  set(direction: Direction, wanted: number): void;
  /** The directions that stay while others move. */
  readonly locked: readonly Direction[];
  /** Locks a direction, or lets it go. */
  toggleLock(direction: Direction): void;
}

/** What the large face needs. */
export interface Steered extends Dimensions {
  readonly reach: number;
  readonly frozen: boolean;
  readonly face: Face | null;
  /** What is shown while there is no face yet. */
  readonly early?: Picture | null;
  /** Whether a newer face than the one on show is being made. */
  readonly behind: boolean;
  /** Sets the selected coordinates, from -1 to 1 each. */
  move(x: number, y: number): void;
  /** Moves one selected coordinate by a share of the reach. */
  nudge(which: 0 | 1, share: number): void;
  toggleFreeze(): void;
  randomise(): unknown;
}
