import { decimals, named, t } from "../language/language";
import type { EarlyFaces } from "../model/early-faces";
import { type Picture, picture, type Size, shownSize } from "../model/enlarge";
import type { Manifest } from "../model/manifest";
import type { Port } from "../model/port";
import type { Face } from "../model/protocol";
import { Queue } from "../model/queue";
import { RUNTIME } from "../model/runtime-file";
import type { Source } from "../model/source";
import { Morpher } from "../morpher/morpher";
import type { Point } from "../morpher/point";
import { LARGEST_SEED, type Random, seeded } from "../morpher/random";
import { choices } from "../morpher/walk";
import type { Names } from "../points/dimension-names";
import { type Owner, PointError, readPoint } from "../points/document";
import { pack } from "../points/link";
import type { Address } from "./address";
import { type Arrival, type Destination, encodeBefore, samePoint } from "./arrival";
import { axis } from "./axes";
import { earlyFaces } from "./early";
import type { StartFace } from "./FaceView.svelte";
import { follow } from "./following";
import { Parts } from "./parts";
import { PhotoOrigin } from "./photo-origin";
import { asStart } from "./picture";
import { advice, capital, type Remedy, remedyFor, sentence } from "./sentences";
import { Strips } from "./strips.svelte";

const ADDRESS_MS = 400;
/** How often the address is written while the face goes on and on; browsers allow that. */
const LATEST_MS = 2000;
/** For how long something that is said stays, whatever becomes of the face. */
const NOTICE_MS = 4000;
const SPEECH_MS = 700;

/** What a session lives in: a page, an embedded frame, beside a kernel. */
export interface Surroundings {
  /** Who makes its faces. */
  readonly port: Port;
  /** Where its model's description and files come from. */
  readonly source: Source;
  /** Where its point is kept. */
  readonly address: Address;
  /** Whether what is large is fetched only when the visitor says so. */
  readonly sparing?: boolean;
  /** What comes along from another model. */
  readonly arrival?: Arrival | null;
  /** Who leads to other models, where there are any. */
  readonly guide?: Guide | null;
}

/** What goes along to another model. */
export interface Departure extends Pick<Arrival, "face" | "photograph" | "unmoved"> {
  readonly morpher: Morpher;
  /** What is seen until that model has arrived. */
  readonly start: StartFace | null;
}

/** Who leads to other models; see guide.svelte.ts. */
interface Guide {
  readonly canGoBack: boolean;
  canGoOn(morpher: Morpher): boolean;
  carry(manifest: Manifest): string;
  follow(digits: string, words: string, opening: boolean): boolean;
  followDocument(decoder: string, text: string): boolean;
  step(by: -1 | 1): Promise<void>;
  reset(): boolean;
}

/** Whether a point is the one that the page begins with. */
function isFirst({ start }: Manifest, z: Float32Array): boolean {
  return z.every((value, i) => value === Math.fround(start.z[i] ?? NaN));
}

type Timer = ReturnType<typeof setTimeout>;

/** How the model is coming along; "asking" where the visitor has to say that it should. */
export type Phase = "loading" | "asking" | "ready" | "failed";

/**
 * A visit: the one owner of the latent point and of everything that the page shows. Components
 * read its state and call its methods, and know nothing of workers or of links.
 */
export class Session {
  phase = $state<Phase>("loading");
  /** Bytes of what is needed to morph. */
  received = $state(0);
  total = $state(0);
  /** Why the model did not arrive. */
  failure = $state("");
  /** What the visitor can do about that. */
  remedy = $state<Remedy>("retry");
  /** The same for screen readers alone. */
  spoken = $state("");

  manifest = $state.raw<Manifest | null>(null);
  /** Whether the visit begins with the model's first face, of which there is a picture. */
  begunAtFirst = $state(false);
  /** The coordinate of every rank. */
  values = $state<number[]>([]);
  selected = $state.raw<readonly [number, number]>([0, 1]);
  reach = $state(1);
  /** The latent point; what is on show may be a face behind. */
  point = $state.raw<Float32Array | null>(null);
  /** The point before its last change; null where there was none. */
  before = $state.raw<Float32Array | null>(null);
  frozen = $state(false);
  walking = $state(false);
  /** Whether the face slides from one to another; the mouse leaves it alone meanwhile. */
  sliding = $state(false);
  canUndo = $state(false);
  canRedo = $state(false);
  seed = $state(0);
  /** The visitor's own names of dimensions, by place in z. */
  names = $state.raw<Names>({});
  /** What the point was made of, such as a photograph; see Morpher.origin. */
  origin = $state.raw<unknown>(null);

  /** What the page shows before the decoder has arrived; null for the picture that it came with. */
  early = $state.raw<Picture | null>(null);
  /** Whether anything answers by then. */
  answersEarly = $state(false);
  /** Whether a face is wanted that only the decoder can make. */
  ahead = $state(false);
  /** The face on show, and the point that it was made of. */
  face = $state.raw<Face | null>(null);
  shown: Float32Array | null = null;
  /** The point of the face on show, be it only looked at. */
  seen: Float32Array | null = null;
  /** Whether a newer face than the one on show is being made. */
  behind = $state(false);
  /** Whether the decoder's standard deviation is shown: wanted, and arrived. */
  unsure = $state(false);
  unsureReady = $state(false);
  strips = $state.raw<Strips | null>(null);

  readonly port: Port;
  readonly source: Source;
  readonly parts: Parts;
  private readonly address: Address;
  /** Told of every face that comes onto the screen. */
  onShown: (z: Float32Array) => void = () => undefined;
  private readonly queue = new Queue((behind) => {
    this.behind = behind;
  });
  private morpher: Morpher | null = null;
  /** A point that is looked at, but not gone to. */
  private looked: Float32Array | null = null;
  private random: Random;
  private addressTimer: Timer | undefined;
  private addressAsked = 0;
  private said = $state("");
  private saidAt = 0;
  private speechTimer: Timer | undefined;
  private asked = false;
  private arrival: Arrival | null;
  private readonly guide: Guide | null;
  /** Whether a link has led to another model before this one was there. */
  private left = false;
  /** Whether the visitor saves data, so that nothing is fetched before it is needed. */
  readonly saves: boolean;
  /** Whether the model waits for the visitor's word. */
  private sparing: boolean;
  private earlyFaces: EarlyFaces | null = null;
  private promised = "";

  constructor({ port, source, address, arrival, guide, sparing }: Surroundings) {
    this.port = port;
    this.source = source;
    this.address = address;
    this.arrival = arrival ?? null;
    this.guide = guide ?? null;
    this.saves = this.sparing = sparing ?? false;
    this.parts = new Parts(port, source);
    const drawn = crypto.getRandomValues(new Uint16Array(1));
    this.seed = drawn[0] ?? 0;
    this.random = seeded(this.seed);
    void this.start();
  }

  /** A sentence for the person, about the last thing that went wrong or was done. */
  get notice(): string {
    return this.said;
  }

  set notice(sentence: string) {
    this.said = sentence;
    this.saidAt = performance.now();
  }

  /** The highest rank there is. */
  get last(): number {
    return this.values.length - 1;
  }

  /** How far sliders go: at least to 3 standard deviations of the prior. */
  get span(): number {
    return Math.max(3, this.reach);
  }

  /** The model that points and links belong to. */
  get owner(): Owner | null {
    const manifest = this.manifest;
    if (!manifest) return null;
    return {
      name: manifest.name,
      decoder: manifest.decoder,
      latentSize: manifest.latent_size,
      dimensions: manifest.interesting.length,
    };
  }

  /** The name of a dimension: the visitor's own, else the model's; may be empty. */
  nameOf(rank: number): string {
    const dimension = this.manifest?.interesting[rank];
    if (!dimension) return "";
    return this.names[dimension.index] ?? (dimension.name ? named(dimension.name) : "");
  }

  /** What a visitor knows a dimension by: its name, else its number. */
  called(rank: number): string {
    return this.nameOf(rank) || t("dimension {rank}", { rank });
  }

  /** What a link to the face on show, or a saved picture, holds. */
  get shared(): Point | null {
    return this.shown && { z: this.shown, selected: this.selected, reach: this.reach };
  }

  /** Tries again to fetch the model, or for the first time where the visitor was asked. */
  retry(): void {
    this.sparing = false;
    void this.start();
  }

  /**
   * Says that something will come with the model, where that is not there yet.
   *
   * @param what As a sentence begins.
   */
  promise(what: string): void {
    const when = {
      loading: t("{what} comes with the model, which is on its way.", { what }),
      asking: t("{what} needs the model: load it with the button on the face.", { what }),
    };
    if (this.phase !== "loading" && this.phase !== "asking") return;
    this.promised = when[this.phase];
    this.notice ||= this.promised;
  }

  /** Why what needs the model cannot be pressed yet; empty once it is here. */
  get wanting(): string {
    return {
      loading: t("This comes with the model, which is on its way."),
      asking: t("This needs the model: load it with the button on the face."),
      failed: t("This needs the model, which did not arrive."),
      ready: "",
    }[this.phase];
  }

  /** Moves the selected coordinates; see Morpher.move. */
  move(x: number, y: number): void {
    if (this.sliding) return;
    this.alter((morpher) => morpher.move(x, y));
  }

  /**
   * Moves one selected coordinate by a share of the reach, as far as the picture's edge: what an
   * arrow key does. Like the mouse, it does nothing while frozen.
   */
  nudge(which: 0 | 1, share: number): void {
    this.alter((morpher) => {
      if (morpher.frozen) return;
      const rank = morpher.selected[which];
      const now = morpher.coordinate(rank);
      const edge = Math.max(morpher.reach, Math.abs(now));
      const wanted = Math.round((now + share * morpher.reach) * 1000) / 1000;
      morpher.setCoordinate(rank, Math.min(Math.max(wanted, -edge), edge));
    });
    this.speakSoon();
  }

  set(rank: number, value: number): void {
    this.alter((morpher) => morpher.setCoordinate(rank, value));
  }

  /** Selects two dimensions. */
  select(first: number, second: number): void {
    if (first === second) return;
    this.alter((morpher) => morpher.select(first, second));
    this.sayMoved();
  }

  /**
   * Goes to a point.
   *
   * @param origin What it was made of.
   * @param kind Of the change: consecutive ones of the same kind are undone together.
   */
  goTo(z: Float32Array, origin: unknown = null, kind: string | null = null): void {
    this.alter((morpher) => morpher.go(z, morpher.selected, origin, kind));
  }

  /** Shows the face of a point without going there, until it is called with null. */
  look(z: Float32Array | null): void {
    if (z === this.looked) return;
    this.looked = z;
    this.show();
  }

  toggleFreeze(): void {
    this.alter((morpher) => morpher.toggleFreeze());
    this.say(this.frozen ? t("Frozen.") : t("Unfrozen."));
  }

  setReach(reach: number): void {
    this.alter((morpher) => morpher.setReach(reach));
  }

  undo(): void {
    if (this.morpher && !this.morpher.canUndo && this.guide?.canGoBack) {
      void this.guide.step(-1);
      return;
    }
    this.alter((morpher) => morpher.undo());
    this.say(t("Undone."));
  }

  redo(): void {
    const { morpher, guide } = this;
    if (morpher && !morpher.canRedo && guide?.canGoOn(morpher)) {
      void guide.step(1);
      return;
    }
    this.alter((morpher) => morpher.redo());
    this.say(t("Done again."));
  }

  /** Back to where the visit began, with the model of then. */
  reset(): void {
    if (this.guide?.reset()) return;
    this.alter((morpher) => morpher.reset());
    this.say(t("Back to the first face."));
  }

  /** Draws another face from the prior; waits for it where it has not arrived. */
  async randomise(): Promise<void> {
    if (!this.manifest) return;
    this.promise(t("A random face"));
    try {
      const z = await this.parts.draw(this.random, this.manifest);
      this.alter((morpher) => morpher.go(z));
    } catch (error) {
      this.notice = advice(error, t("Ask for a random face again."));
    }
  }

  /** Goes on with a seed: its first face, and everything random after it, repeat. */
  async startFrom(seed: number): Promise<void> {
    if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
      this.notice = t("A seed is a whole number from 0 to {most}.", { most: `${LARGEST_SEED}` });
      return;
    }
    this.seed = seed;
    this.random = seeded(seed);
    await this.randomise();
  }

  walk(on: boolean): void {
    this.alter((morpher) => morpher.walk(on));
  }

  /** Takes a share of a step of the random walk. */
  walkStep(share: number): void {
    this.alter((morpher) => morpher.walkStep(share));
  }

  /** Goes to a point from a link or a file. */
  go(point: Point, done: string): void {
    this.alter((morpher) => {
      if (point.reach !== null) morpher.setReach(point.reach);
      morpher.go(point.z, point.selected ?? morpher.selected);
    });
    this.notice = done;
  }

  /** Shows the standard deviation beside the face, or stops. */
  async setUnsure(on: boolean): Promise<void> {
    this.unsure = on;
    if (on && !this.unsureReady) {
      try {
        await this.parts.load("std");
        this.unsureReady = true;
      } catch (error) {
        this.unsure = false;
        this.notice = navigator.onLine
          ? advice(error, t("Try again with the switch."))
          : t(
              "This view needs a part of the model that is not on this device yet: switch it on once while there is a network, and it works without one from then on.",
            );
      }
    }
    if (this.morpher) this.show();
  }

  /** Lets the visit begin at the point of a link: there `reset` returns. */
  begin(point: Point): void {
    this.alter((morpher) => {
      if (point.reach !== null) morpher.setReach(point.reach);
      morpher.begin(point.z, point.selected ?? morpher.selected);
    });
  }

  /**
   * Follows the words of a link.
   *
   * @param opening Whether the visit begins with it; else it can be undone.
   */
  follow(words: string, opening = false): void {
    follow(this, words, opening);
  }

  /** Goes on with another model of the site, if a link is of one; see Guide.follow. */
  elsewhere(digits: string, words: string, opening: boolean): boolean {
    const there = this.guide?.follow(digits, words, opening) ?? false;
    this.left ||= there && opening;
    return there;
  }

  /** Goes on with another model of the site, if a point's document is of one. */
  elsewhereDocument(decoder: string, text: string): boolean {
    return this.guide?.followDocument(decoder, text) ?? false;
  }

  /** What goes along to another model; null while there is nothing yet. */
  async depart(): Promise<Departure | null> {
    const { morpher, manifest } = this;
    if (!morpher || !manifest) return null;
    const nothing = { morpher, face: null, photograph: null, unmoved: false, start: null };
    if (this.phase !== "ready") return nothing;
    const { image } = manifest;
    const { z, origin } = morpher;
    const photograph = origin instanceof PhotoOrigin ? origin : null;
    const unmoved = photograph !== null && samePoint(photograph.portrait.z, z);
    const face = await this.inTurn(() =>
      this.port.ask({ kind: "conditional", z, deviation: false }),
    )
      .then(({ mean }) => ({ numbers: mean, image }))
      .catch(() => null);
    const start = this.face && asStart(this.face.mean);
    return { morpher, face, photograph, unmoved, start };
  }

  /** The words of a link to a point. */
  private wordsOf(point: Point): string {
    return this.owner ? `p=${pack(point, this.owner.decoder)}` : "";
  }

  /** Whether nobody else could follow a link, as the model is only here. */
  get linkless(): boolean {
    return this.address.linkless ?? false;
  }

  /** A link to the face on show. */
  link(): string {
    return this.address.link(this.shared ? this.wordsOf(this.shared) : "");
  }

  /** A link to the face that the visit is at, in the whole page: from a frame that shows a part of it. */
  get whole(): string {
    const address = new URL(this.address.link(this.shared ? this.wordsOf(this.shared) : ""));
    address.searchParams.delete("embed");
    return address.href;
  }

  /** Keeps the face on show where the visit's point is kept. */
  keepLink(): void {
    if (this.shared) this.address.write(this.wordsOf(this.shared));
  }

  /** Writes where the face is, or will be as soon as it is made, into the address. */
  writeAddress(): void {
    clearTimeout(this.addressTimer);
    if (!this.addressAsked || !this.morpher) return;
    this.addressAsked = 0;
    const { z, selected, reach } = this.morpher;
    this.address.write(this.wordsOf({ z, selected, reach }));
  }

  private async start(): Promise<void> {
    this.phase = "loading";
    this.failure = "";
    this.received = this.total = 0;
    try {
      const manifest = await this.source.describe();
      this.open(manifest);
      if (this.left) return;
      await this.answerEarly(manifest);
      if (this.sparing) {
        this.total = manifest.files.decoder.size + RUNTIME.size;
        this.phase = "asking";
        return;
      }
      await this.port.start(manifest, (received, total) => {
        this.received = received;
        this.total = total;
      });
      this.parts.begin();
      await this.arrive(manifest);
    } catch (error) {
      this.failure = sentence(error);
      this.remedy = remedyFor(error);
      this.phase = "failed";
      return;
    }
    this.phase = "ready";
    if (this.promised && this.notice === this.promised) this.notice = "";
    this.show();
    if (this.manifest) void this.hasten(this.manifest);
  }

  /** Gets ready what will be asked for soon, then whoever makes the same faces faster. */
  private async hasten(manifest: Manifest): Promise<void> {
    // Soon a random face will be asked for. Where this fails, it is said then.
    if (!this.saves) await this.parts.settled(manifest);
    const maker = await this.port.hasten?.((job) => this.inTurn(job), this.saves);
    if (maker === "webgpu") this.show();
    if (maker === null) {
      this.notice = t(
        "This browser has no WebGPU that the page can use: WebAssembly makes the faces.",
      );
    }
  }

  /** Lets something answer before the decoder is there, where the visit begins at the first face. */
  private async answerEarly(manifest: Manifest): Promise<void> {
    const { morpher } = this;
    const opening = manifest.opening ?? [0, 1];
    if (this.earlyFaces || this.arrival || !morpher) return;
    if (morpher.selected.some((rank, i) => rank !== opening[i])) return;
    if (!isFirst(manifest, morpher.z)) return;
    this.earlyFaces = await earlyFaces(manifest, this.source);
    this.answersEarly = this.earlyFaces !== null;
    this.showEarly();
  }

  private showEarly(): void {
    const { earlyFaces, manifest, morpher } = this;
    if (!manifest || !morpher) return;
    const z = this.looked ?? morpher.z;
    if (isFirst(manifest, z)) {
      this.early = null;
      this.ahead = false;
      return;
    }
    const face = earlyFaces?.at(z);
    this.ahead = !face;
    if (face) this.early = picture(face, manifest.image, shownSize(manifest.image));
  }

  private open(manifest: Manifest): void {
    if (this.manifest) return;
    this.manifest = manifest;
    const unknown = this.guide?.carry(manifest);
    const indices = manifest.interesting.map(({ index }) => index);
    const draws = { uniform: () => this.random.uniform(), normal: () => this.random.normal() };
    const start = Float32Array.from(manifest.start.z);
    const before = this.arrival;
    this.morpher = before?.morpher ?? new Morpher(start, indices, choices(draws));
    if (manifest.opening && !before?.morpher) this.morpher.begin(start, manifest.opening);
    this.morpher.setReach(before?.reach ?? manifest.reach ?? 1);
    this.morpher.frozen = before?.frozen ?? false;
    this.morpher.walking = before?.walking ?? false;
    const strips = new Strips((z) => this.draw(z), this.queue);
    for (const index of indices) strips.add(axis(index, () => this.span));
    this.strips = strips;
    this.sync();
    if (!before) this.follow(this.address.read(), true);
    else if (before.destination) this.beginAt(before.destination);
    else if (before.morpher) this.keepAddress();
    this.begunAtFirst = isFirst(manifest, this.morpher.z);
    if (unknown) this.notice = unknown;
  }

  /** Begins where a visit that comes from another model wants to go. */
  private beginAt(destination: Destination): void {
    const { owner, morpher } = this;
    if (!owner || !morpher) return;
    if (destination.kind === "link") {
      this.follow(destination.words, true);
      return;
    }
    let said = t("back to the first face");
    if (destination.kind === "place") {
      const { z, selected, origin } = destination.place;
      morpher.begin(z, selected, origin);
      this.sync();
    } else {
      try {
        this.begin(readPoint(destination.text, owner));
        said = t("the face of this file is back");
      } catch (error) {
        if (!(error instanceof PointError)) throw error;
        said = sentence(error);
      }
    }
    this.keepAddress();
    this.notice = t("Now {name}: {said}. Undo leads back.", { name: owner.name, said });
  }

  /** Goes to what this model makes of the face of another, or draws one where it has no encoder. */
  private async arrive(manifest: Manifest): Promise<void> {
    const { arrival, morpher } = this;
    if (!arrival || !morpher || arrival.morpher || arrival.destination) return;
    const { face } = arrival;
    this.arrival = null;
    let said = t("it has no encoder for the face of before, so this is another");
    if (face && manifest.files.encoder) {
      await this.parts.load("encoder", (received) => {
        this.received = received;
      });
      const found = await encodeBefore(this.port, manifest, { ...arrival, face });
      said = found.said;
      morpher.begin(found.z, morpher.selected, found.origin);
    } else {
      morpher.begin(await this.parts.draw(this.random, manifest));
    }
    this.sync();
    this.keepAddress();
    this.notice = t("Now {name}: {said}. Undo leads back.", { name: manifest.name, said });
  }

  private keepAddress(): void {
    this.addressAsked = performance.now();
    this.writeAddress();
  }

  /** Does something to the morpher, and shows what came of it, or says why it is not allowed. */
  alter(act: (morpher: Morpher) => void): void {
    const morpher = this.morpher;
    if (!morpher) return;
    const { z } = morpher;
    try {
      act(morpher);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.notice = `${capital(sentence(error))}.`;
    }
    this.syncSoon();
    const now = morpher.z;
    if (z.every((value, i) => value === now[i])) return;
    if (performance.now() - this.saidAt > NOTICE_MS) this.notice = "";
    this.show();
  }

  /** Copies the morpher's state for the components, once a frame however often it changes. */
  private syncSoon(): void {
    if (this.asked) return;
    this.asked = true;
    queueMicrotask(() => {
      this.asked = false;
      this.sync();
    });
    clearTimeout(this.addressTimer);
    const now = performance.now();
    this.addressAsked ||= now;
    const wait = Math.min(ADDRESS_MS, Math.max(0, this.addressAsked + LATEST_MS - now));
    this.addressTimer = setTimeout(() => this.writeAddress(), wait);
  }

  private sync(): void {
    const morpher = this.morpher;
    if (!morpher) return;
    for (let rank = 0; rank <= morpher.last; rank++) this.values[rank] = morpher.coordinate(rank);
    this.point = morpher.z;
    this.before = morpher.before;
    this.selected = morpher.selected;
    this.reach = morpher.reach;
    this.frozen = morpher.frozen;
    this.walking = morpher.walking;
    this.canUndo = morpher.canUndo || (this.guide?.canGoBack ?? false);
    this.canRedo = morpher.canRedo || (this.guide?.canGoOn(morpher) ?? false);
    this.origin = morpher.origin;
  }

  /** Has something done by the worker when it has time for it. */
  inTurn<T>(job: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.queue.add(() => job().then(resolve, reject));
    });
  }

  private show(): void {
    const { morpher, manifest } = this;
    if (!morpher || !manifest) return;
    if (this.phase !== "ready") {
      this.showEarly();
      return;
    }
    const { looked } = this;
    const z = looked ?? morpher.z;
    const size = shownSize(manifest.image);
    const deviation = this.unsure && this.unsureReady;
    this.queue.show(async () => {
      try {
        const face = await this.port.ask({ kind: "face", z, size, deviation });
        this.seen = z;
        this.face = face;
        // What is only looked at is neither shared nor filmed.
        if (looked) return;
        this.shown = z;
        this.onShown(z);
      } catch (error) {
        this.notice = `${sentence(error)} ${t("Try another face, or a smaller range.")}`;
      }
    });
    if (!looked) this.strips?.follow(z);
  }

  /**
   * A picture of any face, in its turn.
   *
   * @param sized Its size, from that of the model's faces; by default that size itself.
   */
  picture(z: Float32Array, sized?: (face: Size) => Size): Promise<Picture> {
    return this.inTurn(() => this.draw(z, sized));
  }

  private async draw(z: Float32Array, sized = (face: Size) => face): Promise<Picture> {
    if (!this.manifest) throw new Error("The model has not arrived yet.");
    const { height, width } = sized(this.manifest.image);
    const size = { height, width };
    return (await this.port.ask({ kind: "face", z, size, deviation: false })).mean;
  }

  /** Tells screen readers something. */
  say(text: string): void {
    this.spoken = text;
  }

  /** Tells screen readers what the picture moves. */
  private sayMoved(): void {
    const [first, second] = this.morpher?.selected ?? this.selected;
    this.say(t("The picture moves dimensions {first} and {second}.", { first, second }));
  }

  /** Tells screen readers where the face is, once the keys rest. */
  private speakSoon(): void {
    clearTimeout(this.speechTimer);
    this.speechTimer = setTimeout(() => {
      const [first, second] = this.selected;
      const [x = "", y = ""] = this.selected.map((rank) => decimals(this.values[rank] ?? 0, 2));
      this.say(t("Dimension {first} at {x}, dimension {second} at {y}.", { first, second, x, y }));
    }, SPEECH_MS);
  }
}
