import { normals, seeded } from "../morpher/random";
import type { OnProgress } from "./download";
import { hasGpu } from "./gpu";
import type { Manifest, Part } from "./manifest";
import type { Provider } from "./networks";
import type { InTurn, Port } from "./port";
import type { Answers, Face, Request } from "./protocol";

/** A port that can be ended. */
export type Ending = Port & { end(): void };

/** Points at which both are tried; what the first takes does not count, as shaders are made then. */
const POINTS = 4;
/** Levels by which a face may differ from the processor's. */
const MOST = 2;

/**
 * A port whose faces a graphics processor makes, where there is one that makes the same ones
 * sooner. The other worker has everything, begins, and goes on whatever becomes of the faster one:
 * what that one fails at, it makes again.
 */
export class FasterPort implements Ending {
  private manifest: Manifest | null = null;
  /** Who is tried or makes the faces. */
  private gpu: Ending | null = null;
  /** Whether it makes them. */
  private chosen = false;
  private over = false;

  /**
   * @param usual Whose networks run on the processor.
   * @param onGpu Starts a worker whose decoder runs on the graphics processor.
   * @param wanted Who is to make the faces, whichever is faster: "wasm" or "webgpu".
   */
  constructor(
    private readonly usual: Ending,
    private readonly onGpu: () => Ending,
    private readonly wanted: string | null = null,
  ) {}

  async start(
    manifest: Manifest,
    onProgress: (received: number, total: number) => void,
  ): Promise<void> {
    this.manifest = manifest;
    await this.usual.start(manifest, onProgress);
  }

  load(part: Part, onProgress?: OnProgress): Promise<void> {
    return this.usual.load(part, onProgress);
  }

  async ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    if (this.gpu && this.chosen && isPlain(request)) {
      try {
        return await this.gpu.ask<K>(request);
      } catch {
        this.giveUp();
      }
    }
    return this.usual.ask<K>(request);
  }

  async hasten(inTurn: InTurn, sparing: boolean): Promise<Provider | null> {
    const forced = this.wanted === "webgpu";
    if (this.wanted === "wasm" || (sparing && !forced)) return "wasm";
    if (await this.chooses(inTurn, forced)) return "webgpu";
    return forced ? null : "wasm";
  }

  end(): void {
    this.over = true;
    this.giveUp();
    this.usual.end();
  }

  private giveUp(): void {
    this.gpu?.end();
    this.gpu = null;
    this.chosen = false;
  }

  /** Tries the graphics processor, and keeps it where it is worth it. */
  private async chooses(inTurn: InTurn, forced: boolean): Promise<boolean> {
    const { manifest } = this;
    if (!manifest || this.gpu || !(await hasGpu(forced)) || this.over) return false;
    const gpu = this.onGpu();
    this.gpu = gpu;
    try {
      await gpu.start(manifest, () => undefined);
      this.chosen = await this.isBetter(gpu, manifest, inTurn, forced);
    } catch {
      // An operator that is missing, memory that is: there is the other worker.
    }
    if (!this.chosen) this.giveUp();
    return this.chosen;
  }

  /**
   * Which one is faster only trying tells: the way to a graphics processor and back takes some
   * milliseconds, in which a small decoder is done on a good processor, and a weak one takes longer.
   */
  private async isBetter(gpu: Port, manifest: Manifest, inTurn: InTurn, forced: boolean) {
    const random = seeded(0);
    const taken: [number, number][] = [];
    for (let i = 0; i < POINTS; i++) {
      const z = i ? normals(random, manifest.latent_size) : Float32Array.from(manifest.start.z);
      const request = { kind: "face", z, size: manifest.image, deviation: false } as const;
      const face = await gpu.ask(request);
      const other = await inTurn(() => this.usual.ask(request));
      if (differs(face, other)) return false;
      if (i) taken.push([face.milliseconds, other.milliseconds]);
    }
    return forced || median(taken.map(([own]) => own)) < median(taken.map(([, other]) => other));
  }
}

/** Whether it is asked for the decoder's mean alone; whatever else there is, the other worker has. */
function isPlain(request: Request): boolean {
  return (request.kind === "face" || request.kind === "conditional") && !request.deviation;
}

function differs({ mean: { pixels } }: Face, { mean: { pixels: others } }: Face): boolean {
  return pixels.some((level, i) => !(Math.abs(level - (others[i] ?? Number.NaN)) <= MOST));
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
