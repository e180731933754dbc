import type { Gaussian } from "../../model/engine";
import { siteOfPage } from "../../model/site";
import { normals, type Random, seeded } from "../../morpher/random";
import { rememberedAddress } from "../../points/last-address";
import { unpack } from "../../points/link";
import { elbo } from "./elbo";
import { Model, type Vector } from "./networks";
import { map } from "./vector";
import { Wander } from "./wander";

/** How fast the noise moves, in radians a second. */
const PACE = 0.9;
/** No step is longer, however slow the machine is. */
const LONGEST_MS = 250;

export type Terms = Awaited<ReturnType<typeof elbo>>;

/** What several figures show: one picture on its way through the encoder and the decoder. */
export class Machine {
  status = $state<"asleep" | "loading" | "ready" | "failed">("asleep");
  /** What went wrong last, or is being waited for; empty for nothing. */
  notice = $state("");
  received = $state(0);
  total = $state(0);
  model = $state.raw<Model | null>(null);
  /** The picture that goes in, [H * W * channels], before somebody drew on it. */
  clean = $state.raw<Vector | null>(null);
  /** The picture that goes in. */
  x = $state.raw<Vector | null>(null);
  /** Whose face it is. */
  whose = $state<"drawn" | "photograph">("drawn");
  /** What came of it last. */
  terms = $state.raw<Terms | null>(null);
  /** Whether the noise moves. */
  running = $state(false);
  private readonly random: Random = seeded(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  private site: ReturnType<typeof siteOfPage> | null = null;
  private wander: Wander | null = null;
  private busy = false;
  private stale = false;

  /** The latent point where the visitor was in the demo, if that has kept one. */
  readonly visited = $derived(this.model && remembered(this.model));

  /** Fetches the model, and takes the face that the site starts with. */
  async start(): Promise<void> {
    if (this.status === "loading" || this.status === "ready") return;
    this.status = "loading";
    this.notice = "";
    try {
      this.site ??= siteOfPage();
      const model = await Model.open(this.site, (received, total) => {
        this.received = received;
        this.total = total;
      });
      this.model = model;
      this.wander = new Wander(this.random, model.manifest.latent_size);
      await this.take(await this.drawn(Float32Array.from(model.manifest.start.z)), "drawn");
      this.status = "ready";
    } catch (error) {
      this.notice = sentence(error);
      this.status = "failed";
    }
  }

  /** Takes the face that the visitor saw last in the demo. */
  async revisit(): Promise<void> {
    const { visited } = this;
    if (!visited) return;
    await this.attempt(async () => {
      await this.take(await this.drawn(visited), "drawn");
    });
  }

  /** Takes a random face of the model. */
  async another(): Promise<void> {
    await this.attempt(async (model) => {
      await this.take(await this.drawn(await model.draw(this.random)), "drawn");
    });
  }

  /** Takes the face of a photograph. */
  async photograph(file: Blob): Promise<void> {
    this.notice = "Looking at the photograph …";
    await this.attempt(async (model) => {
      await this.take(dequantised(await model.photograph(file)), "photograph");
    });
  }

  /** Draws a spot on the picture: at (x, y), fractions of its width and height. */
  paint(x: number, y: number, radius: number, level: number): void {
    const { clean, model } = this;
    if (!clean || !model || !this.x) return;
    const { width, height, channels } = model.manifest.image;
    const painted = this.x.slice();
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const away = Math.hypot((column + 0.5) / width - x, (row + 0.5) / height - y);
        if (away > radius) continue;
        const at = (row * width + column) * channels;
        painted.fill(level, at, at + channels);
      }
    }
    this.x = painted;
    void this.look();
  }

  /** Takes the picture as it was before somebody drew on it. */
  wipe(): void {
    if (!this.clean) return;
    this.x = this.clean;
    void this.look();
  }

  /** Has the noise go on by the time that has passed. */
  move(milliseconds: number): void {
    this.wander?.step((PACE * Math.min(milliseconds, LONGEST_MS)) / 1000);
    void this.look();
  }

  /** Throws the noise anew. */
  throw(): void {
    if (this.model) this.wander = new Wander(this.random, this.model.manifest.latent_size);
    void this.look();
  }

  /** Samples of a posterior, its deviations taken `stretch` times, as pictures. */
  async samples(q: Gaussian, noises: readonly Vector[], stretch: number): Promise<Vector[]> {
    const { model } = this;
    const faces: Vector[] = [];
    for (const noise of noises) {
      const z = map((mean, std, e) => mean + stretch * std * e, q.mean, q.std, noise);
      if (model) faces.push(await model.face(z));
    }
    return faces;
  }

  /** Noise for so many samples. */
  noises(count: number): Vector[] {
    const size = this.model?.manifest.latent_size ?? 0;
    return Array.from({ length: count }, () => normals(this.random, size));
  }

  /** Computes everything for the picture and the noise; once more if they change meanwhile. */
  private async look(): Promise<void> {
    this.stale = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.stale && this.model && this.x && this.wander) {
        this.stale = false;
        this.terms = await elbo(this.x, this.model, this.wander.noise);
      }
    } catch (error) {
      this.notice = sentence(error);
      this.running = false;
    } finally {
      this.busy = false;
    }
  }

  private async take(x: Vector, whose: "drawn" | "photograph"): Promise<void> {
    this.clean = x;
    this.x = x;
    this.whose = whose;
    await this.look();
  }

  private async attempt(job: (model: Model) => Promise<void>): Promise<void> {
    if (!this.model) return;
    try {
      await job(this.model);
      this.notice = "";
    } catch (error) {
      this.notice = sentence(error);
    }
  }

  /** A face of the model as a picture of it would be: in 256 levels. */
  private async drawn(z: Vector): Promise<Vector> {
    const mean = (await this.model?.face(z)) ?? [];
    return dequantised(Uint8ClampedArray.from(mean, (value) => 255 * value));
  }
}

/** Levels as training has them, (level + u) / 256, with the u in the middle. */
const dequantised = (levels: Uint8ClampedArray) =>
  Float32Array.from(levels, (level) => (level + 0.5) / 256);

/** The latent point where the visitor was in the demo, if it is one of this model. */
function remembered({ manifest }: Model): Vector | null {
  const payload = new URLSearchParams(rememberedAddress().replace(/^#/, "")).get("p");
  if (!payload) return null;
  try {
    const { decoder, latent_size: latentSize, interesting } = manifest;
    return unpack(payload, { decoder, latentSize, dimensions: interesting.length }).z;
  } catch {
    // A link to another model, say; the demo has told so.
    return null;
  }
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The one that the page's figures share. */
export const machine = new Machine();
