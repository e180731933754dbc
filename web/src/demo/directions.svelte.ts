import { t } from "../language/language";
import { changes, type Direction, reading } from "../morpher/direction";
import { unrelated } from "../points/direction-facts";
import { type Described, DirectionError, readDirections } from "../points/directions";
import { type Ends, endsOfDimension } from "../points/ends";
import type { GroupDifference } from "../points/groups";
import { browserShelf, keyOf, put, type Shelf, take } from "../points/storage";
import {
  describeDirection,
  difference,
  directionName,
  isDirection,
  MOST,
  readDifference,
  readDifferences,
} from "../points/user-directions";
import { handOver } from "./files";
import { sentence } from "./sentences";
import type { Session } from "./session.svelte";

const KIND = "directions";
/** What visitors look for first, where the model has it. */
export const SOUGHT = ["happy", "age", "turn", "surprised", "mouth-open", "light-right"];

/** The directions of the model and those that the visitor has made. */
export class Directions {
  model = $state.raw<readonly Described[]>([]);
  own = $state.raw<readonly Direction[]>([]);
  /** The names of those that stay while others move. */
  private held = $state.raw<readonly string[]>([]);
  /** The one that was moved last, and where that led. */
  private moved: { readonly direction: Direction; readonly z: Float32Array } | null = null;
  /** Why those of the model did not arrive. */
  failure = $state("");

  constructor(
    private readonly session: Session,
    private readonly shelf: Shelf | null = browserShelf(),
  ) {}

  /** Those that have a name that somebody gave. */
  get named(): readonly Described[] {
    return this.model.filter(({ kind }) => kind !== "unsupervised");
  }

  /** The few to show first: what is sought, and others in the order of the model. */
  get first(): readonly Described[] {
    const sought = SOUGHT.flatMap((name) => this.named.filter((each) => each.name === name));
    const others = this.named.filter((each) => !sought.includes(each));
    return [...sought, ...others].slice(0, SOUGHT.length);
  }

  get unnamed(): readonly Described[] {
    return this.model.filter(({ kind }) => kind === "unsupervised");
  }

  /** Whether a dimension has the name of a direction, so that two things on the page are called the same. */
  get namesakes(): boolean {
    const dimensions = this.session.manifest?.interesting ?? [];
    return dimensions.some(({ name }) => this.model.some((direction) => direction.name === name));
  }

  /** What lies to both sides along a dimension that has a name; null where it has none. */
  endsAlong(rank: number): Ends | null {
    const dimension = this.session.manifest?.interesting[rank];
    if (!dimension || !this.session.nameOf(rank)) return null;
    const own = this.session.names[dimension.index];
    return endsOfDimension(own ?? dimension.name ?? "", dimension.index, this.model);
  }

  /** Reads the visitor's, and fetches the model's once the face answers the mouse. */
  async open(): Promise<void> {
    const { owner, manifest } = this.session;
    if (!owner || !manifest) return;
    this.recall();
    if (!manifest.files.directions) return;
    this.failure = "";
    try {
      const text = await this.session.parts.read("directions", manifest);
      this.model = readDirections(text, owner.latentSize);
    } catch (error) {
      this.failure = sentence(error);
    }
  }

  /** Reads the visitor's; again when another tab has changed them. */
  recall(): void {
    const { owner } = this.session;
    if (!owner) return;
    this.own = readDifferences(take(this.shelf, keyOf(KIND, owner.decoder)), owner);
  }

  /** Where the face is along a direction, in steps. */
  reading(direction: Direction): number {
    return this.session.point ? reading(direction, this.session.point) : 0;
  }

  /** Goes along a direction until it reads this. */
  set(direction: Direction, wanted: number): void {
    this.session.alter((morpher) => {
      morpher.follow(direction, wanted, this.locked);
      this.moved = { direction, z: morpher.z };
    });
  }

  get locked(): readonly Direction[] {
    return [...this.model, ...this.own].filter(({ name }) => this.held.includes(name));
  }

  toggleLock({ name }: Direction): void {
    const others = this.held.filter((each) => each !== name);
    this.held = others.length < this.held.length ? others : [...others, name];
  }

  /**
   * What the last change has changed, beside the direction that was moved; null where it brought
   * another face, which nothing has changed into.
   */
  get changed(): {
    readonly mover: string | null;
    readonly told: [Direction & Partial<Described>, number][];
  } | null {
    const { before, point } = this.session;
    if (!before || !point) return null;
    const { moved } = this;
    const mover = moved?.z.every((value, i) => value === point[i]) ? moved.direction.name : null;
    if (mover === null && unrelated(before, point)) return null;
    const others: (Direction & Partial<Described>)[] = [...this.named, ...this.own].filter(
      ({ name }) => name !== mover,
    );
    return { mover, told: changes(others, before, point) };
  }

  /** Makes a direction of the step from one point to another; whether that is possible. */
  remember(typed: string, from: Float32Array, to: Float32Array): boolean {
    const name = this.nameFrom(typed);
    if (!name) return false;
    const made = difference(name, from, to);
    if (!made) return this.refuse(t("Between these two there is no difference; choose two faces."));
    return this.add(made);
  }

  /** Makes a direction of the step between two groups; whether that is possible. */
  rememberGroups(typed: string, { step }: GroupDifference): boolean {
    const name = this.nameFrom(typed);
    return name !== null && this.add({ name, step, mean: 0 });
  }

  /** Takes the direction in a document, as the Python package writes it too; whether it has one. */
  take(document: unknown): boolean {
    const { owner } = this.session;
    if (!owner || !isDirection(document)) return false;
    try {
      this.add(readDifference(document, owner));
    } catch (error) {
      if (!(error instanceof DirectionError)) throw error;
      this.refuse(sentence(error));
    }
    return true;
  }

  /** Hands a direction over as a file. */
  save(direction: Direction): void {
    const { owner } = this.session;
    if (!owner) return;
    const text = JSON.stringify(describeDirection(direction, owner));
    handOver(new Blob([text], { type: "application/json" }), `${direction.name}.json`);
    this.session.notice = t("Saved. Drop the file on this page, and the direction is back.");
  }

  forget(name: string): void {
    this.own = this.own.filter((direction) => direction.name !== name);
    this.held = this.held.filter((each) => each !== name);
    this.store();
    this.session.notice = t("The direction {name} is deleted.", { name });
  }

  private nameFrom(typed: string): string | null {
    const name = directionName(typed);
    if (!name) this.refuse(t("Give the difference a name with letters from a to z in it."));
    return name || null;
  }

  private add(direction: Direction): boolean {
    const { name } = direction;
    if ([...this.model, ...this.own].some((other) => other.name === name)) {
      return this.refuse(
        t("There is a direction of the name {name} already; choose another name.", { name }),
      );
    }
    if (this.own.length >= MOST) {
      return this.refuse(
        t("There are {count} directions of yours already; delete one first.", { count: MOST }),
      );
    }
    this.own = [...this.own, direction];
    this.session.notice = this.store()
      ? t("Remembered: {name} is a direction now, and can be applied to any face.", { name })
      : t("{name} is a direction now, until you leave: this browser lets the page keep nothing.", {
          name,
        });
    return true;
  }

  private refuse(why: string): false {
    this.session.notice = why;
    return false;
  }

  private store(): boolean {
    const { owner } = this.session;
    if (!owner) return false;
    const documents = this.own.map((direction) => describeDirection(direction, owner));
    return put(this.shelf, keyOf(KIND, owner.decoder), documents);
  }
}
