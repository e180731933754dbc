import type { Carried, Manifest } from "../model/manifest";
import type { Morpher } from "../morpher/morpher";
import type { StartFace } from "./FaceView.svelte";
import type { Filming } from "./filming.svelte";
import type { Arrival, Session } from "./session.svelte";
import { type Stop, Trail } from "./trail";

/** A model of the site, and how a visit comes to it. */
export interface Visit {
  /** Null for the one that the site opens with. */
  readonly model: Carried | null;
  /** What comes along from another model; null where the visit begins. */
  readonly arrival: Arrival | null;
  /** What is seen until the model has arrived. */
  readonly start: StartFace | null;
}

/** What is left when a visit goes on with another model. */
interface Playing {
  readonly session: Session;
  readonly filming: Filming;
}

/** Leads a visit from one of the site's models to another; one is loaded at a time. */
export class Guide {
  /** The models that the site carries; none where there is but one. */
  models = $state.raw<readonly Carried[]>([]);
  visit = $state.raw<Visit>({ model: null, arrival: null, start: null });
  /** Whether a film is being finished, or the face looked at that is to stay. */
  leaving = $state(false);
  private readonly trail = new Trail();
  private playing: Playing | null = null;
  /** A film that could not be written: whoever goes on once more goes on without it. */
  private lost: Filming | null = null;

  /** Says what is played with now. */
  enter(playing: Playing): void {
    this.playing = playing;
  }

  /** Takes what the site's description says. */
  carry({ models }: Manifest): void {
    if (models) this.models = models;
  }

  get canGoBack(): boolean {
    return this.trail.canGoBack;
  }

  canGoOn(morpher: Morpher): boolean {
    return this.trail.canGoOn(morpher);
  }

  /** Goes on with another model: the face stays where that one can encode it. */
  async choose(decoder: string): Promise<void> {
    const model = this.models.find((each) => each.decoder === decoder);
    if (model) await this.leave((morpher) => this.trail.push(model, morpher));
  }

  /**
   * Follows a link to a face of another model that the site carries.
   *
   * @param digits What the link says of its model.
   * @param opening Whether the visit begins with it.
   * @returns Whether there is such a model.
   */
  follow(digits: string, words: string, opening: boolean): boolean {
    const model = this.models.find(({ decoder }) => decoder.startsWith(digits));
    if (!model) return false;
    if (opening) {
      this.trail.replace(model);
      // The page that is opening is to be there before another takes its place.
      queueMicrotask(() => {
        this.visit = { model, arrival: { ...FRESH, words }, start: this.visit.start };
      });
    } else {
      void this.leave((morpher) => this.trail.push(model, morpher), words);
    }
    return true;
  }

  /** Goes to the model before, -1, or after, 1, as undo and redo do. */
  async step(by: -1 | 1): Promise<void> {
    await this.leave((morpher) => this.trail.step(by, morpher));
  }

  private async leave(
    go: (left: Morpher) => Readonly<Stop>,
    words: string | null = null,
  ): Promise<void> {
    const { playing } = this;
    if (!playing || this.leaving) return;
    this.leaving = true;
    try {
      const { session, filming } = playing;
      await filming.finish();
      if (filming.waiting && this.lost !== filming) {
        this.lost = filming;
        session.notice += " Choose the model again to go on without the film.";
        return;
      }
      const departure = await session.depart();
      if (!departure) return;
      const { model, morpher } = go(departure.morpher);
      const { frozen, reach, walking } = departure.morpher;
      const arrival = {
        frozen,
        reach,
        walking,
        words,
        face: departure.face,
        morpher,
      };
      this.visit = { model, arrival, start: departure.start };
    } finally {
      this.leaving = false;
    }
  }
}

const FRESH: Arrival = {
  frozen: false,
  reach: 1,
  walking: false,
  words: null,
  face: null,
  morpher: null,
};
