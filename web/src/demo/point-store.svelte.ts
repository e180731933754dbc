import { t } from "../language/language";
import type { Picture } from "../model/enlarge";
import {
  describeNames,
  isNames,
  keptNames,
  type Names,
  NamesError,
  readNames,
} from "../points/dimension-names";
import { describePoint } from "../points/document";
import { freshName, type Kept, keptFace, MOST, readKept, written } from "../points/kept";
import { browserShelf, keyOf, put, type Shelf, take } from "../points/storage";
import { tidy } from "../points/tidy";
import { handOver } from "./files";
import { sentence } from "./sentences";
import type { Session } from "./session.svelte";

const FACES = "faces";
const NAMES = "names";
const nothingKept = () =>
  t("This browser lets the page keep nothing: what you keep is lost when you leave.");

const called = (number: number) => t("Face {number}", { number });

/** What the visitor keeps in this browser: faces, and names of dimensions. */
export class PointStore {
  faces = $state.raw<readonly Kept[]>([]);
  /** A small picture of each kept face, by its id. */
  pictures = $state.raw<ReadonlyMap<number, Picture>>(new Map());

  constructor(
    private readonly session: Session,
    private readonly shelf: Shelf | null = browserShelf(),
  ) {}

  /** Reads what was kept; again when another tab has kept something. */
  open(): void {
    const { owner, manifest } = this.session;
    if (!owner || !manifest) return;
    this.faces = readKept(take(this.shelf, keyOf(FACES, owner.decoder)), owner);
    const names = take(this.shelf, keyOf(NAMES, owner.decoder));
    const indices = manifest.interesting.map(({ index }) => index);
    this.session.names = keptNames(names, owner, indices);
    // Ranks may change; names of before are carried over while they mean what they meant.
    if (names !== undefined && !isNames(names)) this.storeNames(this.session.names);
    for (const face of this.faces) void this.draw(face);
  }

  /** Keeps the face on show. */
  keep(): void {
    const { shared } = this.session;
    if (!shared) return;
    if (this.faces.length >= MOST) {
      this.session.notice = t("There are {count} kept faces already; delete one first.", {
        count: MOST,
      });
      return;
    }
    this.session.alter((morpher) => morpher.pause());
    const face = keptFace(freshName(this.faces, called), { ...shared, z: shared.z.slice() });
    this.faces = [...this.faces, face];
    this.store(t("{name} is kept in this browser.", { name: face.name }));
    void this.draw(face);
  }

  go(face: Kept): void {
    this.session.go(face.point, t("This is {name}.", { name: face.name }));
  }

  rename(face: Kept, typed: string): void {
    const name = tidy(typed);
    if (!name || name === face.name) return;
    this.faces = this.faces.map((each) => (each.id === face.id ? { ...each, name } : each));
    this.store(t("{name} is now called {next}.", { name: face.name, next: name }));
  }

  /** The present name of a kept face. */
  nameOf(id: number): string {
    return this.faces.find((face) => face.id === id)?.name ?? "";
  }

  remove(face: Kept): void {
    this.faces = this.faces.filter(({ id }) => id !== face.id);
    this.store(t("{name} is deleted.", { name: face.name }));
  }

  /** Hands a kept face over as a file that the page and the Python package read. */
  save(face: Kept): void {
    const { owner } = this.session;
    if (!owner) return;
    const file = new Blob([describePoint(face.point, owner)], { type: "application/json" });
    handOver(file, `${face.name.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.json`);
    this.session.notice = t("Saved. Drop the file on this page, and its face is back.");
  }

  /** Gives a dimension a name; an empty one gives it back the model's. */
  name(rank: number, typed: string): void {
    const dimension = this.session.manifest?.interesting[rank];
    if (!dimension) return;
    const { [dimension.index]: _, ...others } = this.session.names;
    const name = tidy(typed);
    const own = name && name !== dimension.name;
    const stored = this.storeNames(own ? { ...others, [dimension.index]: name } : others);
    const called = this.session.nameOf(rank);
    let done = t("Dimension {rank} goes by its number again.", { rank });
    if (called) {
      done = own
        ? t("Dimension {rank} is called {name} in this browser.", { rank, name: called })
        : t("Dimension {rank} is called {name} again.", { rank, name: called });
    }
    this.session.notice = stored ? done : nothingKept();
  }

  /** Hands the names of dimensions over as a file that the page and the Python package read. */
  saveNames(): void {
    const { owner, names } = this.session;
    if (!owner) return;
    const text = JSON.stringify(describeNames(names, owner));
    handOver(new Blob([text], { type: "application/json" }), "names.json");
    this.session.notice = t("Saved. Drop the file on this page, and the names are back.");
  }

  /** Takes over the names in a document, as the Python package writes it too; whether it has any. */
  take(document: unknown): boolean {
    const { owner, names } = this.session;
    if (!owner || !isNames(document)) return false;
    try {
      const given = readNames(document, owner);
      const stored = this.storeNames({ ...names, ...given });
      const count = Object.keys(given).length;
      const done = t("Names of dimensions taken over: {count}.", { count });
      this.session.notice = stored ? done : nothingKept();
    } catch (error) {
      if (!(error instanceof NamesError)) throw error;
      this.session.notice = sentence(error);
    }
    return true;
  }

  private storeNames(names: Names): boolean {
    const { owner } = this.session;
    this.session.names = names;
    if (!owner) return false;
    return put(this.shelf, keyOf(NAMES, owner.decoder), describeNames(names, owner));
  }

  private store(done: string): void {
    const { owner } = this.session;
    const stored =
      owner && put(this.shelf, keyOf(FACES, owner.decoder), written(this.faces, owner));
    this.session.notice = stored ? done : nothingKept();
  }

  private async draw(face: Kept): Promise<void> {
    try {
      await this.session.parts.decoding;
      const picture = await this.session.picture(face.point.z);
      this.pictures = new Map(this.pictures).set(face.id, picture);
    } catch {
      // A face that cannot be decoded has no picture; going there says why.
    }
  }
}
