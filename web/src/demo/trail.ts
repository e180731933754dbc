import type { Carried } from "../model/manifest";
import type { Morpher } from "../morpher/morpher";

/** A model that a visit was at. */
export interface Stop {
  /** Null for the one that the site opens with. */
  readonly model: Carried | null;
  /** What was done there; null while the visit has not left it yet. */
  morpher: Morpher | null;
  /** How many changes there were when it was left: with another one, nothing leads on any more. */
  changes: number;
}

/** The models that a visit went through, one after the other: undo leads back along them. */
export class Trail {
  private stops: Stop[] = [{ model: null, morpher: null, changes: 0 }];
  private at = 0;

  /** Where the visit began; null while it is there. */
  get first(): Readonly<Stop> | null {
    return this.at > 0 ? (this.stops[0] as Stop) : null;
  }

  get canGoBack(): boolean {
    return this.at > 0;
  }

  /** Whether redo leads on, as nothing has changed since undo led here. */
  canGoOn(morpher: Morpher): boolean {
    return this.at + 1 < this.stops.length && this.here.changes === morpher.changes;
  }

  /** Goes on with another model. */
  push(model: Carried | null, left: Morpher): Readonly<Stop> {
    this.leave(left);
    this.stops = [...this.stops.slice(0, this.at + 1), { model, morpher: null, changes: 0 }];
    this.at++;
    return this.here;
  }

  /** Begins with another model, where nothing has happened yet. */
  replace(model: Carried | null): void {
    this.stops[this.at] = { model, morpher: null, changes: 0 };
  }

  /** Goes to the model before, -1, or after, 1. */
  step(by: -1 | 1, left: Morpher): Readonly<Stop> {
    this.leave(left);
    this.at += by;
    return this.here;
  }

  private get here(): Stop {
    return this.stops[this.at] as Stop;
  }

  private leave(morpher: Morpher): void {
    this.here.morpher = morpher;
    this.here.changes = morpher.changes;
  }
}
