import { t } from "../language/language";
import type { Carried, Manifest } from "../model/manifest";
import { FIRST } from "../model/source";
import type { Morpher } from "../morpher/morpher";
import type { Arrival, Destination } from "./arrival";
import { comparedInAddress, keepCompared } from "./compared";
import type { StartFace } from "./FaceView.svelte";
import type { Filming } from "./filming.svelte";
import type { Session } from "./session.svelte";
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
  /** The models that the site carries, the one that it opens with first. */
  models = $state.raw<readonly Carried[]>([]);
  visit = $state.raw<Visit>({ model: null, arrival: null, start: null });
  /** The model beside it, which shows the same; null for none. */
  beside = $state.raw<Carried | null>(null);
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

  /** The model that is played with. */
  get now(): Carried | null {
    return this.visit.model ?? this.models[0] ?? null;
  }

  /**
   * Takes what the site's description says.
   *
   * @returns What to tell the visitor; empty for nothing.
   */
  carry({ models, name: own, decoder }: Manifest): string {
    if (this.models.length) return "";
    this.models = models ?? [{ name: own, decoder, path: FIRST }];
    if (!models) return "";
    const name = comparedInAddress();
    if (name === null) return "";
    const others = models.filter(({ decoder }) => decoder !== this.now?.decoder);
    this.beside = others.find((each) => each.name === name || name === "") ?? null;
    if (this.beside) return "";
    const names = others.map((each) => each.name).join(", ");
    return t("This site has no other model {name} to compare with; it has {names}.", {
      name: JSON.stringify(name.slice(0, 40)),
      names,
    });
  }

  /**
   * Shows another model beside the one that is played with; null for none.
   *
   * @param kept Whether the page's address says so, too: not beside a model of the visitor's own.
   */
  compare(decoder: string | null, kept = true): void {
    this.beside = this.models.find((each) => each.decoder === decoder) ?? null;
    if (kept) keepCompared(this.beside?.name ?? null);
  }

  /** Plays with the site's model again, after one of the visitor's own. */
  takeBack(): void {
    this.visit = { ...this.visit, arrival: null };
    const { beside, now } = this;
    this.compare(beside && beside.decoder !== now?.decoder ? beside.decoder : null);
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
        const arrival = { ...FRESH, destination: { kind: "link", words } as const };
        this.go({ model, arrival, start: this.visit.start });
      });
    } else {
      void this.leave((morpher) => this.trail.push(model, morpher), { kind: "link", words });
    }
    return true;
  }

  /**
   * Goes to the point of a document, if it is of another model that the site carries.
   *
   * @returns Whether it is.
   */
  followDocument(decoder: string, text: string): boolean {
    const model = this.models.find((each) => each.decoder === decoder);
    if (!model) return false;
    void this.leave((morpher) => this.trail.push(model, morpher), { kind: "document", text });
    return true;
  }

  /**
   * Goes back to where the visit began, if it has gone on with another model since.
   *
   * @returns Whether it has.
   */
  reset(): boolean {
    const { first } = this.trail;
    if (!first?.morpher || !this.playing) return false;
    const place = first.morpher.beginning;
    const model = first.model ?? this.models[0] ?? null;
    if (model?.decoder === this.now?.decoder) {
      const { z, selected, origin } = place;
      this.playing.session.alter((morpher) => morpher.go(z, selected, origin));
      this.playing.session.say(t("Back to the first face."));
    } else {
      void this.leave((morpher) => this.trail.push(model, morpher), { kind: "place", place });
    }
    return true;
  }

  /** Goes to the model before, -1, or after, 1, as undo and redo do. */
  async step(by: -1 | 1): Promise<void> {
    await this.leave((morpher) => this.trail.step(by, morpher));
  }

  private async leave(
    go: (left: Morpher) => Readonly<Stop>,
    destination: Destination | null = null,
  ): Promise<void> {
    const { playing } = this;
    if (!playing || this.leaving) return;
    this.leaving = true;
    try {
      const { session, filming } = playing;
      await filming.finish();
      if (filming.waiting && !filming.found && this.lost !== filming) {
        this.lost = filming;
        session.notice += ` ${t("Choose the model again to go on without the film.")}`;
        return;
      }
      const departure = await session.depart();
      if (!departure) return;
      const { model, morpher } = go(departure.morpher);
      const { face, photograph, unmoved, start } = departure;
      const { frozen, reach, walking } = departure.morpher;
      const along = { frozen, reach, walking, face, photograph, unmoved };
      this.go({ model, arrival: { ...along, destination, morpher }, start });
    } finally {
      this.leaving = false;
    }
  }

  /** What has been played with takes the place of a model beside it that is played with now. */
  private go(visit: Visit): void {
    const before = this.now;
    this.visit = visit;
    if (this.beside && this.beside.decoder === this.now?.decoder) {
      this.compare(before?.decoder ?? null);
    }
  }
}

const FRESH: Arrival = {
  frozen: false,
  reach: 1,
  walking: false,
  destination: null,
  face: null,
  photograph: null,
  unmoved: false,
  morpher: null,
};
