import { Client } from "../../model/client";
import type { Manifest, Part } from "../../model/manifest";
import type { Gaussian } from "../../model/protocol";
import { normals, type Random } from "../../morpher/random";
import { judge } from "../../photo/header";

export type Vector = Float32Array;

/** The two networks, as mathematics has them. */
export interface Networks {
  /** q(z|x) of a picture [H * W * channels] in [0, 1]. */
  readonly encode: (x: Vector) => Promise<Gaussian>;
  /** p(x|z) of a latent point; deviations are NaN where the model says none. */
  readonly decode: (z: Vector) => Promise<Gaussian>;
}

/** The model of the site, as far as the figures need it. */
export class Model implements Networks {
  private last: { x: Vector; q: Promise<Gaussian> } | null = null;
  private readonly parts = new Map<Part, Promise<unknown>>();

  private constructor(
    private readonly client: Client,
    readonly manifest: Manifest,
  ) {}

  /**
   * Fetches and starts what the figures need.
   *
   * @param onProgress Told how many bytes have arrived, and of how many.
   * @throws Error The sentence says what went wrong, to a person.
   */
  static async open(onProgress: (received: number, total: number) => void, again: boolean) {
    const client = new Client();
    const received = new Map<string, number>();
    let manifest: Manifest | null = null;
    let first = 0;
    const report = () => {
      const { encoder, std } = manifest?.files ?? {};
      const total = first + (encoder?.size ?? 0) + (std?.size ?? 0);
      if (first)
        onProgress(
          [...received.values()].reduce((sum, each) => sum + each, 0),
          total,
        );
    };
    client.onManifest = (found) => {
      manifest = found;
    };
    client.onProgress = (bytes, total) => {
      first = total;
      received.set("start", bytes);
      report();
    };
    client.onArriving = (part, bytes) => {
      received.set(part, bytes);
      report();
    };
    await client.start(again);
    if (!manifest) throw new Error("The model on this site has no description.");
    const model = new Model(client, manifest);
    const needed = (["encoder", "std"] as const).filter((part) => model.has(part));
    await Promise.all(needed.map((part) => model.load(part)));
    return model;
  }

  has(part: Part): boolean {
    return part in this.manifest.files;
  }

  /** The newest picture is not encoded anew. */
  readonly encode = (x: Vector): Promise<Gaussian> => {
    if (this.last?.x !== x) {
      this.last = { x, q: this.client.ask({ kind: "posterior", image: x }) };
    }
    return this.last.q;
  };

  readonly decode = async (z: Vector): Promise<Gaussian> => {
    const { mean, std } = await this.client.ask({ kind: "conditional", z, deviation: true });
    return { mean, std: std ?? new Float32Array(mean.length).fill(Number.NaN) };
  };

  /** The mean of p(x|z) alone. */
  async face(z: Vector): Promise<Vector> {
    return (await this.client.ask({ kind: "conditional", z, deviation: false })).mean;
  }

  /** A random latent point, from the density that was fitted or else from the prior. */
  async draw(random: Random): Promise<Vector> {
    const { prior } = this.manifest.files;
    if (!prior) return normals(random, this.manifest.latent_size);
    await this.load("prior");
    return this.client.ask({ kind: "place", noise: normals(random, prior.noise_size) });
  }

  /**
   * The largest face of a photograph, in levels from 0 to 255, as the model sees it.
   *
   * @throws Error There is none, or it is no photograph; the sentence says so, to a person.
   */
  async photograph(file: Blob): Promise<Uint8ClampedArray> {
    await judge(file);
    if (!this.has("finder")) {
      throw new Error(
        "This site cannot find faces by itself: open the photograph in the demo, and come back.",
      );
    }
    await this.load("finder");
    const { largest } = await this.client.ask({ kind: "photograph", file, look: true });
    if (largest < 0) {
      throw new Error(
        "No face was found: open the photograph in the demo, show it the eyes, and come back.",
      );
    }
    return (await this.client.ask({ kind: "portrait", of: largest })).levels;
  }

  private load(part: Part): Promise<unknown> {
    const coming = this.parts.get(part) ?? this.client.load(part, false);
    this.parts.set(part, coming);
    coming.catch(() => this.parts.delete(part));
    return coming;
  }
}
