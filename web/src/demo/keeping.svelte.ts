import type { Picture } from "../model/protocol";
import { freshName, type Kept, keptFace, MOST, readKept, tidy, written } from "../state/kept";
import { readNames } from "../state/names";
import { describePoint } from "../state/point";
import { browserShelf, keyOf, put, type Shelf, take } from "../state/storage";
import { handOver } from "./files";
import type { Session } from "./session.svelte";

const FACES = "faces";
const NAMES = "names";

/** What the visitor keeps in this browser: faces, and names of dimensions. */
export class Keeping {
  faces = $state.raw<readonly Kept[]>([]);
  /** A small picture of each kept face, by its id. */
  pictures = $state.raw<ReadonlyMap<number, Picture>>(new Map());

  constructor(
    private readonly session: Session,
    private readonly shelf: Shelf | null = browserShelf(),
  ) {}

  /** Reads what was kept; again when another tab has kept something. */
  open(): void {
    const { owner } = this.session;
    if (!owner) return;
    this.faces = readKept(take(this.shelf, keyOf(FACES, owner.decoder)), owner);
    const names = take(this.shelf, keyOf(NAMES, owner.decoder));
    this.session.names = readNames(names, owner.dimensions);
    for (const face of this.faces) void this.draw(face);
  }

  /** Keeps the face on show. */
  keep(): void {
    const { shared } = this.session;
    if (!shared) return;
    if (this.faces.length >= MOST) {
      this.session.notice = `There are ${MOST} kept faces already; delete one first.`;
      return;
    }
    this.session.alter((morpher) => morpher.pause());
    const face = keptFace(freshName(this.faces), { ...shared, z: shared.z.slice() });
    this.faces = [...this.faces, face];
    this.store(`${face.name} is kept in this browser.`);
    void this.draw(face);
  }

  go(face: Kept): void {
    this.session.go(face.point, `This is ${face.name}.`);
  }

  rename(face: Kept, typed: string): void {
    const name = tidy(typed);
    if (!name || name === face.name) return;
    this.faces = this.faces.map((each) => (each.id === face.id ? { ...each, name } : each));
    this.store(`${face.name} is now called ${name}.`);
  }

  /** The present name of a kept face. */
  nameOf(id: number): string {
    return this.faces.find((face) => face.id === id)?.name ?? "";
  }

  remove(face: Kept): void {
    this.faces = this.faces.filter(({ id }) => id !== face.id);
    this.store(`${face.name} is deleted.`);
  }

  /** Hands a kept face over as a file that the page and the Python package read. */
  save(face: Kept): void {
    const { owner } = this.session;
    if (!owner) return;
    const file = new Blob([describePoint(face.point, owner)], { type: "application/json" });
    handOver(file, `${face.name.replace(/[^\p{L}\p{N}_-]+/gu, "-")}.json`);
    this.session.notice = "Saved. Drop the file on this page, and its face is back.";
  }

  /** Gives a dimension a name; an empty one gives it back the model's. */
  name(rank: number, typed: string): void {
    const { owner, manifest } = this.session;
    if (!owner) return;
    const { [rank]: _, ...others } = this.session.names;
    const name = tidy(typed);
    const models = manifest?.interesting[rank]?.name ?? "";
    this.session.names = name && name !== models ? { ...others, [rank]: name } : others;
    put(this.shelf, keyOf(NAMES, owner.decoder), this.session.names);
    this.session.notice = name
      ? `Dimension ${rank} is called ${name} in this browser.`
      : `Dimension ${rank} goes by its number again.`;
  }

  private store(done: string): void {
    const { owner } = this.session;
    const stored =
      owner && put(this.shelf, keyOf(FACES, owner.decoder), written(this.faces, owner));
    this.session.notice = stored
      ? done
      : "This browser lets the page keep nothing: what you keep is lost when you leave.";
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
