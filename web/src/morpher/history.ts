/** What undo returns to. */
export interface Snapshot {
  readonly z: Float32Array;
  readonly selected: readonly [number, number];
  /** What the point was made of, such as a photograph; null for nothing in particular. */
  readonly origin: unknown;
}

/**
 * Undo and redo without limit, over the places that a session has been at. Changes of the same
 * kind, one after the other with nothing else between them, count as one: a hover is a single
 * change, and so is a slider that is dragged.
 */
export class History {
  private readonly past: Snapshot[] = [];
  private future: Snapshot[] = [];
  private kind: string | null = null;

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** The place before the last change that led to another point; null for no such change. */
  lastElsewhere({ z }: Snapshot): Snapshot | null {
    for (let i = this.past.length - 1; i >= 0; i--) {
      const place = this.past[i];
      if (place?.z.some((value, k) => value !== z[k])) return place;
    }
    return null;
  }

  /**
   * Notes a change; what could be redone is forgotten.
   *
   * @param before Where the session was before it.
   * @param kind Of the change; null never joins another.
   */
  record(before: Snapshot, kind: string | null = null): void {
    if (kind === null || kind !== this.kind) this.past.push(before);
    this.future = [];
    this.kind = kind;
  }

  /** Ends the current change: what follows is another, even of the same kind. */
  pause(): void {
    this.kind = null;
  }

  /** The place before the last change, or null where there is none. */
  undo(now: Snapshot): Snapshot | null {
    this.pause();
    const place = this.past.pop();
    if (!place) return null;
    this.future.push(now);
    return place;
  }

  /** The place that undo left, or null where there is none. */
  redo(now: Snapshot): Snapshot | null {
    this.pause();
    const place = this.future.pop();
    if (!place) return null;
    this.past.push(now);
    return place;
  }
}
