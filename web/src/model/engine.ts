import type { Tensor } from "onnxruntime-web/wasm";
import { imageOf, pictureOf, type Wishes } from "../dropped/layout";
import { type Found, probe } from "../dropped/probe";
import { seeded } from "../morpher/random";
import type { Face } from "../photo/face";
import type { Pixels } from "../photo/pixels";
import { anySize, facesIn, planes } from "../photo/yunet";
import type { Manifest, Part } from "./manifest";
import type { Networks, Provider } from "./networks";

/** A Gaussian whose numbers are independent: of latent numbers [L], or pixels [H * W * channels]. */
export interface Gaussian {
  readonly mean: Float32Array;
  readonly std: Float32Array;
}

/** What decoding gives. */
export interface Decoded {
  /** [H * W * channels], row by row, in [0, 1]. */
  readonly mean: Float32Array;
  /** What std.onnx is fed with; null where it was not wanted, or the decoder has no such output. */
  readonly hidden: Tensor | null;
}

/** The model, as far as it has arrived. Runs in a worker. */
export class Engine {
  private shape: Manifest["image"] | null = null;
  /** How a decoder of another make is run; null for that of a model folder. */
  private foreign: Found | null = null;

  constructor(private readonly networks: Networks) {}

  /** Where it computes. */
  get provider(): Provider {
    return this.networks.provider;
  }

  /** What the model's pictures are. */
  get image(): Manifest["image"] {
    if (!this.shape) throw new Error("The model has not arrived yet.");
    return this.shape;
  }

  set image(image: Manifest["image"]) {
    this.shape = image;
  }

  /** Takes ONNX Runtime's WebAssembly file. */
  run(runtime: Bytes): void {
    this.networks.take(runtime);
  }

  /** Takes a part of the model. */
  async open(part: Part, bytes: Bytes): Promise<void> {
    await this.networks.open(part, part === "finder" ? anySize(bytes) : bytes);
  }

  /**
   * Takes a decoder of another make, and finds out what it does.
   *
   * @throws Error It is none, or what it gives is ambiguous.
   */
  async probe(bytes: Bytes, wishes: Wishes): Promise<Found> {
    const session = await this.networks.open("decoder", bytes);
    const random = seeded(0);
    const found = await probe(
      session,
      async (input, latent, z) => {
        const answers = await session.run({ [input]: this.networks.tensor(z, [1, ...latent]) });
        return answers as Record<string, Tensor & { data: ArrayLike<number> }>;
      },
      wishes,
      () => random.normal(),
    );
    this.foreign = found;
    this.image = { ...imageOf(found.format), eyes: null };
    return found;
  }

  /** @param unsure Whether the deviation will be asked for, too. */
  async decode(z: Float32Array, unsure: boolean): Promise<Decoded> {
    if (this.foreign) return this.decodeForeign(z, this.foreign);
    const feeds = { z: this.networks.tensor(z, [1, z.length]) };
    const result = await this.networks.run("decoder", feeds, unsure ? undefined : ["mean"]);
    const mean = result["mean"]?.data as Float32Array;
    if (!mean.every(Number.isFinite)) throw new Error("The decoder gives no finite face here.");
    return { mean, hidden: result["hidden"] ?? null };
  }

  private async decodeForeign(z: Float32Array, found: Found): Promise<Decoded> {
    const feeds = { [found.input]: this.networks.tensor(z, [1, ...found.latent]) };
    const result = await this.networks.run("decoder", feeds);
    const given = result[found.output]?.data as Float32Array;
    if (!given.every(Number.isFinite)) throw new Error("The decoder gives no finite picture here.");
    return { mean: pictureOf(given, found.format), hidden: null };
  }

  /** The standard deviation of every pixel: [H * W * channels]. */
  async deviation({ hidden }: Decoded, z: Float32Array): Promise<Float32Array> {
    const fed = this.networks.inputOf("std") ?? "hidden";
    const input = fed === "hidden" && hidden ? hidden : this.networks.tensor(z, [1, z.length]);
    const result = await this.networks.run("std", { [fed]: input });
    return result["std"]?.data as Float32Array;
  }

  /** A latent point where faces are, from noise; what the fitted prior draws. */
  async sample(noise: Float32Array): Promise<Float32Array> {
    const feeds = { noise: this.networks.tensor(noise, [1, noise.length]) };
    const result = await this.networks.run("prior", feeds);
    return result["z"]?.data as Float32Array;
  }

  /** The faces in red, green and blue, and hints of them; sides are whole multiples of 32. */
  async detect(colours: Pixels): Promise<Face[]> {
    const { width, height } = colours;
    const input = this.networks.tensor(planes(colours), [1, 3, height, width]);
    const result = await this.networks.run("finder", { input });
    return facesIn((name) => result[name]?.data as Float32Array, width, height);
  }

  /** The posterior of a picture [H * W * channels] in [0, 1]; what the encoder makes of it. */
  async encode(image: Float32Array): Promise<Gaussian> {
    const { height, width, channels } = this.image;
    const shape = channels === 1 ? [1, height, width] : [1, height, width, channels];
    const result = await this.networks.run("encoder", {
      image: this.networks.tensor(image, shape),
    });
    return {
      mean: result["mean"]?.data as Float32Array,
      std: result["std"]?.data as Float32Array,
    };
  }

  /** Whether a part has arrived. */
  has(part: Part): boolean {
    return this.networks.has(part);
  }
}

type Bytes = Uint8Array<ArrayBuffer>;
