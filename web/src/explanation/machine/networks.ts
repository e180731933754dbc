import type { OnProgress } from "../../model/download";
import type { Gaussian } from "../../model/engine";
import type { Manifest, Part } from "../../model/manifest";
import type { Port } from "../../model/port";
import type { Source } from "../../model/source";
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
    private readonly port: Port,
    readonly manifest: Manifest,
  ) {}

  /**
   * Fetches and starts what the figures need.
   *
   * @param site Where the model is from, and who makes its faces.
   * @param onProgress Told how many bytes have arrived, and of how many.
   * @throws Error The sentence says what went wrong, to a person.
   */
  static async open(
    { source, port }: { readonly source: Source; readonly port: Port },
    onProgress: (received: number, total: number) => void,
  ): Promise<Model> {
    const manifest = await source.describe();
    const { encoder, std } = manifest.files;
    const needed = (["encoder", "std"] as const).filter((part) => part in manifest.files);
    const later = (encoder?.size ?? 0) + (std?.size ?? 0);
    const received = new Map<string, number>();
    let first = 0;
    const arriving = (what: string) => (bytes: number) => {
      received.set(what, bytes);
      onProgress(
        [...received.values()].reduce((sum, each) => sum + each, 0),
        first + later,
      );
    };
    const start = arriving("start");
    await port.start(manifest, (bytes, total) => {
      first = total;
      start(bytes);
    });
    const model = new Model(port, manifest);
    await Promise.all(needed.map((part) => model.load(part, arriving(part))));
    return model;
  }

  has(part: Part): boolean {
    return part in this.manifest.files;
  }

  /** The newest picture is not encoded anew. */
  readonly encode = (x: Vector): Promise<Gaussian> => {
    if (this.last?.x !== x) {
      this.last = { x, q: this.port.ask({ kind: "posterior", image: x }) };
    }
    return this.last.q;
  };

  readonly decode = async (z: Vector): Promise<Gaussian> => {
    const { mean, std } = await this.port.ask({ kind: "conditional", z, deviation: true });
    return { mean, std: std ?? new Float32Array(mean.length).fill(Number.NaN) };
  };

  /** The mean of p(x|z) alone. */
  async face(z: Vector): Promise<Vector> {
    return (await this.port.ask({ kind: "conditional", z, deviation: false })).mean;
  }

  /** A random latent point, from the density that was fitted or else from the prior. */
  async draw(random: Random): Promise<Vector> {
    const { prior } = this.manifest.files;
    if (!prior) return normals(random, this.manifest.latent_size);
    await this.load("prior");
    return this.port.ask({ kind: "sample", noise: normals(random, prior.noise_size) });
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
    const { largest } = await this.port.ask({ kind: "photograph", file, turns: 0, look: true });
    if (largest < 0) {
      throw new Error(
        "No face was found: open the photograph in the demo, show it the eyes, and come back.",
      );
    }
    return (await this.port.ask({ kind: "portrait", of: largest })).levels;
  }

  private load(part: Part, onProgress?: OnProgress): Promise<unknown> {
    const coming = this.parts.get(part) ?? this.port.load(part, onProgress);
    this.parts.set(part, coming);
    coming.catch(() => this.parts.delete(part));
    return coming;
  }
}
