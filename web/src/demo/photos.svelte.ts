import { t } from "../language/language";
import type { Part } from "../model/manifest";
import { frameOf } from "../photo/aligner";
import type { Turns } from "../photo/decode";
import { judge, PhotographError } from "../photo/header";
import type { Portrait } from "../photo/photo-encoder";
import type { Eyes, Position } from "../photo/similarity";
import { type Photograph, PhotoOrigin } from "./photo-origin";
import { advice, sentence } from "./sentences";
import type { Session } from "./session.svelte";

/** Marks on their way, and the origin of the face that they move. */
interface Moving {
  readonly photograph: Photograph;
  readonly eyes: Eyes;
  readonly origin: unknown;
}

/**
 * The visitor's photographs. They are decoded, looked at and encoded in the worker, and leave the
 * machine neither whole nor in parts.
 */
export class Photos {
  /** What is being waited for; empty for nothing. */
  busy = $state("");
  /** Bytes of the finder and the encoder, while they arrive. */
  received = $state(0);
  total = $state(0);
  /** A photograph of which no face has been taken yet. */
  private pending = $state.raw<Photograph | null>(null);
  private away = $state.raw<Photograph | null>(null);
  /** The marks that a visitor is moving. */
  private moving = $state.raw<Moving | null>(null);
  private held = false;
  /** Whether the point on show is of a photograph, and whether that has frozen it. */
  private photographed = false;
  private freezing = false;
  /** Which chase after the marks is the newest, and whether it goes on. */
  private chase = 0;
  private chasing = false;
  private arrived: Promise<unknown> | null = null;
  private round = 0;
  /** The photograph that the worker holds. */
  private decoded: Photograph | null = null;

  constructor(private readonly session: Session) {}

  /** The face of a photograph that the point on show was made of. */
  readonly taken = $derived.by(() => {
    const { origin } = this.session;
    return origin instanceof PhotoOrigin && origin.photograph !== this.away ? origin : null;
  });
  /** The photograph to show. */
  readonly shown = $derived.by(() => this.pending ?? this.taken?.photograph ?? null);
  /** The face to show beside the model's; nothing while another photograph waits for its eyes. */
  readonly crop = $derived.by(() => (this.pending ? null : (this.taken?.portrait.crop ?? null)));
  /** What is being moved; nothing as soon as undo, say, has led to another face. */
  private readonly moved = $derived.by(() => {
    const { moving } = this;
    if (!moving || moving.photograph !== this.shown) return null;
    return moving.origin === this.session.origin ? moving : null;
  });
  /** Where the marks of the eyes are, in pixels of the photograph shown. */
  readonly marks = $derived.by((): Eyes | null => {
    if (this.moved) return this.moved.eyes;
    if (this.pending) return guess(this.pending);
    return this.taken?.portrait.eyes ?? null;
  });
  /** Why nothing looks for faces here; empty where something does. */
  readonly blind = $derived.by(() =>
    this.session.manifest && !this.session.manifest.files.finder
      ? t("This site was built without the face finder, so it asks for the eyes.")
      : "",
  );

  /**
   * Takes a picture that other weights drew.
   *
   * @param framed Whether its eyes lie where this model has them, so that nobody looks for them.
   * @param said Of which weights it is.
   */
  async encodeAnew(file: Blob, framed: boolean, said: string): Promise<void> {
    await this.open(file, 0, framed);
    if (this.taken?.photograph.file === file) {
      this.session.notice = `${said} ${t("Its picture is encoded anew, which is an approximation.")}`;
    }
  }

  /**
   * Takes the largest face of a picture file, or asks for its eyes.
   *
   * @param framed Whether its eyes lie where this model has them.
   */
  async open(file: Blob, turns: Turns = 0, framed = false): Promise<void> {
    const { manifest } = this.session;
    if (!manifest) return;
    const round = ++this.round;
    this.session.notice = "";
    try {
      frameOf(manifest.image);
      if (!manifest.files.encoder) {
        throw new PhotographError(
          "The model on this site has no encoder, so it cannot take photographs.",
        );
      }
      await judge(file);
      this.busy = t("Looking at the photograph");
      this.session.promise(t("What the model makes of the photograph"));
      await this.arrive();
      if (round !== this.round) return;
      const photograph = await this.decode(file, turns, framed);
      if (round !== this.round) return;
      this.away = null;
      this.moving = null;
      if (framed && manifest.image.eyes) {
        const eyes = placed(manifest.image.eyes, photograph);
        this.show(new PhotoOrigin(photograph, await this.ask(photograph, eyes), null), null);
      } else if (photograph.faces.length) {
        await this.take(photograph, photograph.largest, several(photograph));
      } else {
        this.pending = photograph;
        this.session.notice = this.blind
          ? t("Drag the two marks onto the eyes in the photograph.")
          : t(
              "No face was found: turn the photograph if it lies on its side, or drag the marks onto the eyes.",
            );
      }
    } catch (error) {
      if (round === this.round) this.session.notice = sentence(error);
    } finally {
      if (round === this.round) this.busy = "";
    }
  }

  /** Turns the photograph by a quarter, and looks again. */
  async turn(): Promise<void> {
    const photograph = this.shown;
    if (photograph) await this.open(photograph.file, ((photograph.turns + 1) % 4) as Turns);
  }

  /** Takes another face of the photograph, by its place from the left, from 0. */
  async choose(number: number): Promise<void> {
    const photograph = this.shown;
    if (!photograph) return;
    try {
      // The photograph may have come along from another model.
      await this.arrive();
      const said = t("Face {number}, and what the model makes of it.", { number: number + 1 });
      await this.take(photograph, number, said);
    } catch (error) {
      this.session.notice = sentence(error);
    }
  }

  /**
   * Freezes the face where a photograph has led to, so that the mouse does not carry it away at
   * once, and lets it go where undo leads elsewhere; unless the visitor has frozen it.
   */
  hold(): void {
    const { origin, frozen } = this.session;
    const here = origin instanceof PhotoOrigin;
    if (here !== this.photographed) {
      this.photographed = here;
      if (here) this.freezing = !frozen;
      if (this.freezing && here !== frozen) this.session.toggleFreeze();
      if (!here) this.freezing = false;
    } else if (!frozen) {
      this.freezing = false;
    }
  }

  /** Begins to move a mark: what comes until `rest` is one change. */
  grasp(): void {
    this.session.alter((morpher) => morpher.pause());
    this.held = true;
  }

  /** Moves a mark, in pixels of the photograph; the face follows. */
  move(which: 0 | 1, [x, y]: Position): void {
    const photograph = this.shown;
    const marks = this.marks;
    if (!photograph || !marks) return;
    const to: Position = [
      Math.min(Math.max(x, 0), photograph.width),
      Math.min(Math.max(y, 0), photograph.height),
    ];
    const eyes: Eyes = which ? [marks[0], to] : [to, marks[1]];
    const goesOn = this.chasing && this.moved !== null;
    this.moving = { photograph, eyes, origin: this.session.origin };
    if (!goesOn) void this.follow();
  }

  /** Leaves the marks where they are. */
  rest(): void {
    this.held = false;
    if (!this.chasing) this.moving = null;
  }

  /** Shows the photograph no more; undo and redo bring it back no more, either. */
  putAway(): void {
    this.away = this.shown;
    this.pending = null;
    this.moving = null;
  }

  /** Takes the face between the marks, again and again until they rest. */
  private async follow(): Promise<void> {
    const chase = ++this.chase;
    this.chasing = true;
    try {
      for (let eyes: Eyes | null = null; this.moving && this.moving.eyes !== eyes; ) {
        const { photograph } = this.moving;
        eyes = this.moving.eyes;
        const portrait = await this.ask(photograph, eyes);
        // What the visitor has done meanwhile counts, and not what they did before.
        if (!this.moved || chase !== this.chase) break;
        const origin = new PhotoOrigin(photograph, portrait, null);
        this.moving = { ...this.moved, origin };
        this.show(origin, "eyes");
      }
    } catch (error) {
      this.session.notice = sentence(error);
    } finally {
      if (chase === this.chase) {
        this.chasing = false;
        if (!this.held) this.moving = null;
      }
    }
  }

  private async take(photograph: Photograph, number: number, said: string): Promise<void> {
    const portrait = await this.ask(photograph, number);
    this.moving = null;
    this.show(new PhotoOrigin(photograph, portrait, number), null);
    this.session.notice = said;
  }

  /** Goes to the point of a face; see `hold`. */
  private show(taken: PhotoOrigin, kind: string | null): void {
    this.pending = null;
    this.session.alter((morpher) => {
      morpher.go(taken.portrait.z, morpher.selected, taken, kind);
    });
  }

  /** Has the worker decode a photograph, in its turn. */
  private async decode(file: Blob, turns: Turns, framed: boolean): Promise<Photograph> {
    const look = !this.blind && !framed;
    const found = await this.session.inTurn(() =>
      this.session.port.ask({ kind: "photograph", file, turns, look }),
    );
    this.decoded = { ...found, file, turns };
    return this.decoded;
  }

  /** Has the worker make a portrait; of an older photograph, after it has been decoded again. */
  private ask(photograph: Photograph, of: number | Eyes): Promise<Portrait> {
    const { port } = this.session;
    return this.session.inTurn(async () => {
      if (this.decoded !== photograph) {
        const { file, turns } = photograph;
        await port.ask({ kind: "photograph", file, turns, look: typeof of === "number" });
        this.decoded = photograph;
      }
      return port.ask({ kind: "portrait", of });
    });
  }

  /** Fetches the finder and the encoder, once. */
  private arrive(): Promise<unknown> {
    this.arrived ??= this.fetch().catch((error) => {
      this.arrived = null;
      throw new Error(advice(error, t("Try again with the photograph.")));
    });
    return this.arrived;
  }

  private async fetch(): Promise<void> {
    const { parts, manifest } = this.session;
    const needed = (["finder", "encoder"] as const).filter((part) => manifest?.files[part]);
    const bytes = new Map<Part, number>();
    this.total = needed.reduce((sum, part) => sum + (manifest?.files[part]?.size ?? 0), 0);
    const arriving = (part: Part) => (received: number) => {
      bytes.set(part, received);
      this.received = needed.reduce((sum, each) => sum + (bytes.get(each) ?? 0), 0);
    };
    try {
      await Promise.all(needed.map((part) => parts.load(part, arriving(part))));
    } finally {
      this.total = 0;
    }
  }
}

/** What to say of the faces in a photograph. */
function several({ faces, largest, certain }: Photograph): string {
  if (!certain[largest]) {
    return t(
      "Nobody can be sure of this face: if it lies on its side, turn the photograph; else drag the marks onto the eyes.",
    );
  }
  if (faces.length === 1) return t("The photograph, and what the model makes of it.");
  return t(
    "{count} faces, and the largest is taken: number {number} from the left. Choose another in the photograph.",
    { count: faces.length, number: largest + 1 },
  );
}

/** Eyes in parts of a picture's sides, in its pixels. */
function placed(eyes: Eyes, { width, height }: Photograph): Eyes {
  const [[a, b], [c, d]] = eyes;
  return [
    [a * width, b * height],
    [c * width, d * height],
  ];
}

/** Marks that can be seen, where nobody knows where the eyes are. */
function guess({ width, height }: Photograph): Eyes {
  const apart = Math.min(width, height) / 4;
  return [
    [width / 2 - apart / 2, 0.4 * height],
    [width / 2 + apart / 2, 0.4 * height],
  ];
}
