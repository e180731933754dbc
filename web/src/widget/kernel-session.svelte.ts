import type { AnyModel } from "@anywidget/types";
import { axis } from "../demo/axes";
import type { Along, Steered } from "../demo/steered";
import { Strips } from "../demo/strips.svelte";
import { Queue } from "../model/queue";
import { at, beside, type Direction, reading } from "../morpher/direction";
import { bytesOf, Exchange } from "./exchange";
import { type Completion, floats, shown, small, type Traits } from "./traits";

/**
 * A session that lives in a kernel, as a view of it sees it: its state is what the traits say, and
 * whatever is done is asked of the kernel, one thing at a time; the newest point wins.
 */
export class KernelSession implements Steered, Along {
  /** Whether the kernel has ever answered this view. */
  awake = $state(false);
  /** Whether it has not answered for a while. */
  silent = $state(false);
  behind = $state(false);
  /** Where the point is, or is about to be. */
  point = $state.raw<Float32Array>(new Float32Array());
  strips = $state.raw<Strips | null>(null);
  readonly face = $derived.by(() => shown(this.traits.face));
  readonly photograph = $derived.by(() => {
    const found = this.traits._photograph;
    return found && small(found);
  });
  readonly directions = $derived.by(() =>
    this.traits._about.directions.map((each) => ({ ...each, step: floats(each.step) })),
  );
  private readonly exchange: Exchange;
  private readonly queue = new Queue((behind) => {
    this.behind = behind;
  });
  private wanted: Float32Array | null = null;
  private ranks: readonly number[] = [];
  private ticking = false;

  /** @param traits Those of the model; reading one in an effect is told of its changes. */
  constructor(
    private readonly model: AnyModel<Traits>,
    private readonly traits: Traits,
  ) {
    this.exchange = new Exchange(model, (silent) => {
      this.silent = silent;
      this.awake ||= !silent;
    });
    this.number();
    this.follow();
    model.on("change:_about", () => this.number());
    model.on("change:z", () => this.follow());
    this.do(() => this.exchange.ask({ ask: "tick" }));
  }

  get name(): string {
    return this.traits._about.name;
  }

  get encodes(): boolean {
    return this.traits._about.encodes;
  }

  get selected(): readonly [number, number] {
    return this.traits.selected;
  }

  get frozen(): boolean {
    return this.traits.frozen;
  }

  get reach(): number {
    return this.traits.reach;
  }

  get state(): Traits["_state"] {
    return this.traits._state;
  }

  get span(): number {
    return Math.max(3, this.reach);
  }

  get values(): readonly number[] {
    return this.traits._about.dimensions.map(({ index }) => this.point[index] ?? 0);
  }

  nameOf(rank: number): string {
    return this.traits._about.dimensions[rank]?.name ?? "";
  }

  move(x: number, y: number): void {
    if (this.frozen || this.state.busy) return;
    const [first, second] = this.selected;
    this.go("hover", (z) => {
      z[this.index(first)] = x * this.reach;
      z[this.index(second)] = y * this.reach;
      return z;
    });
  }

  nudge(which: 0 | 1, share: number): void {
    if (this.frozen) return;
    const rank = this.selected[which];
    const now = this.values[rank] ?? 0;
    const edge = Math.max(this.reach, Math.abs(now));
    const there = Math.round((now + share * this.reach) * 1000) / 1000;
    this.set(rank, Math.min(Math.max(there, -edge), edge));
  }

  set(dimension: number | Direction, value: number): void {
    if (typeof dimension === "number") {
      this.go(`dimension ${dimension}`, (z) => {
        z[this.index(dimension)] = value;
        return z;
      });
    } else {
      const step = beside(dimension, this.locked);
      // The kernel says why it cannot move.
      if (!step) this.line(`dir ${dimension.name} 1`);
      else this.go(`direction ${dimension.name}`, (z) => at(dimension, z, value, step));
    }
  }

  /** The directions that stay while others move. */
  get locked(): readonly Direction[] {
    return this.directions.filter((each) => each.locked);
  }

  toggleLock({ name }: Direction): void {
    this.line(`${this.locked.some((each) => each.name === name) ? "unlock" : "lock"} ${name}`);
  }

  reading(direction: Direction): number {
    return reading(direction, this.point);
  }

  select(first: number, second: number): void {
    this.line(`d ${first} ${second}`);
  }

  toggleFreeze(): void {
    this.line("f");
  }

  randomise(): void {
    this.line("r");
  }

  /** Does what a line of the command language says. */
  line(line: string): void {
    this.do(() => this.exchange.ask({ ask: "line", line }));
  }

  /** What could stand at the end of a line. */
  complete(line: string): Promise<Completion> {
    return new Promise((resolve) => {
      this.queue.add(async () => resolve(await this.exchange.complete(line)));
    });
  }

  /** Goes to the largest face of a photograph. */
  take(file: File): void {
    this.do(async () =>
      this.exchange.ask({ ask: "photograph", name: file.name }, await file.arrayBuffer()),
    );
  }

  /** Ends the current change for undo. */
  pause(): void {
    this.do(() => this.exchange.ask({ ask: "pause" }));
  }

  /** Stops what takes a while, where it is. */
  stop(): void {
    this.do(() => this.exchange.ask({ ask: "stop" }));
  }

  /** Asks for nothing more. */
  close(): void {
    this.queue.whenIdle(null);
  }

  /** Goes on from where the point is by now. */
  private go(change: string, from: (z: Float32Array) => Float32Array): void {
    const z = from(this.point.slice());
    this.point = this.wanted = z;
    this.queue.show(async () => {
      await this.exchange.ask({ ask: "move", change }, bytesOf(z));
      if (this.wanted === z) this.wanted = null;
      this.settled();
    });
  }

  private do(job: () => Promise<void>): void {
    this.queue.add(async () => {
      await job();
      this.settled();
    });
  }

  /** Takes over where the kernel is, unless the hand is further by now; ticks what goes on. */
  private settled(): void {
    this.follow();
    if (this.ticking || !(this.state.walking || this.state.busy)) return;
    this.ticking = true;
    requestAnimationFrame(() => {
      this.ticking = false;
      if (this.behind) return;
      this.queue.show(async () => {
        await this.exchange.ask({ ask: "tick" });
        this.settled();
      });
    });
  }

  private follow(): void {
    if (this.wanted) return;
    this.point = floats(this.model.get("z"));
    this.strips?.follow(this.point);
  }

  /** Has strips for the dimensions as they are numbered by now. */
  private number(): void {
    const ranks = this.model.get("_about").dimensions.map(({ index }) => index);
    if (`${ranks}` === `${this.ranks}`) return;
    this.ranks = ranks;
    const strips = new Strips((z) => this.exchange.tile(z), this.queue);
    for (const index of ranks) strips.add(axis(index, () => this.span));
    strips.follow(this.point);
    this.strips = strips;
  }

  private index(rank: number): number {
    return this.ranks[rank] ?? 0;
  }
}
