import * as ort from "onnxruntime-web/wasm";
import { imageOf, pictureOf, type Wishes } from "../dropped/layout";
import { type Found, probe } from "../dropped/probe";
import { seeded } from "../morpher/random";
import type { Face } from "../photo/face";
import type { Pixels } from "../photo/pixels";
import { anySize, facesIn, planes } from "../photo/yunet";
import type { Manifest, Part } from "./manifest";

/** A Gaussian whose numbers are independent: of latent numbers [L], or pixels [H * W * channels]. */
export interface Gaussian {
  readonly mean: Float32Array;
  readonly std: Float32Array;
}

/** What decoding gives. */
export interface Decoded {
  /** [H * W * channels], row by row, in [0, 1]. */
  readonly mean: Float32Array;
  /** What std.onnx is fed with; null where the decoder has no such output. */
  readonly hidden: ort.Tensor | null;
}

/** More than that many threads wait for each other longer than they help: a decode is short. */
const MOST_THREADS = 4;

/**
 * How many threads a network runs in.
 *
 * @param isolated Whether threads may share memory, which takes two headers that not every host
 *   sends (see the guide); by the service worker from the second visit on.
 * @param cores What the browser says of the machine.
 */
export function threads(isolated: boolean, cores: number): number {
  return isolated ? Math.max(1, Math.min(MOST_THREADS, cores)) : 1;
}

/** The model, as far as it has arrived. Runs in the worker. */
export class Engine {
  private shape: Manifest["image"] | null = null;
  /** How a decoder of another make is run; null for that of a model folder. */
  private foreign: Found | null = null;
  private readonly sessions = new Map<Part, ort.InferenceSession>();

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
    // A thread is this file once more, which has no address in a page in one file.
    const shares = self.crossOriginIsolated && self.location.protocol !== "blob:";
    ort.env.wasm.numThreads = threads(shares, navigator.hardwareConcurrency);
    ort.env.wasm.proxy = false;
    ort.env.wasm.wasmBinary = runtime.buffer;
    ort.env.logLevel = "error";
  }

  /** Takes a part of the model. */
  async open(part: Part, bytes: Bytes): Promise<void> {
    const network = part === "finder" ? anySize(bytes) : bytes;
    const session = await ort.InferenceSession.create(network, {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      // The finder states sizes that are only those of its usual input, and would be told so.
      logSeverityLevel: 3,
    });
    this.sessions.set(part, session);
  }

  /**
   * Takes a decoder of another make, and finds out what it does.
   *
   * @throws Error It is none, or what it gives is ambiguous.
   */
  async probe(bytes: Bytes, wishes: Wishes): Promise<Found> {
    await this.open("decoder", bytes);
    const session = this.sessions.get("decoder") as ort.InferenceSession;
    const random = seeded(0);
    const found = await probe(
      session,
      async (input, latent, z) => {
        const answers = await session.run({ [input]: tensor(z, [1, ...latent]) });
        return answers as Record<string, ort.Tensor & { data: ArrayLike<number> }>;
      },
      wishes,
      () => random.normal(),
    );
    this.foreign = found;
    this.image = { ...imageOf(found.format), eyes: null };
    return found;
  }

  async decode(z: Float32Array): Promise<Decoded> {
    if (this.foreign) return this.decodeForeign(z, this.foreign);
    const result = await this.infer("decoder", { z: tensor(z, [1, z.length]) });
    const mean = result["mean"]?.data as Float32Array;
    if (!mean.every(Number.isFinite)) throw new Error("The decoder gives no finite face here.");
    return { mean, hidden: result["hidden"] ?? null };
  }

  private async decodeForeign(z: Float32Array, found: Found): Promise<Decoded> {
    const result = await this.infer("decoder", { [found.input]: tensor(z, [1, ...found.latent]) });
    const given = result[found.output]?.data as Float32Array;
    if (!given.every(Number.isFinite)) throw new Error("The decoder gives no finite picture here.");
    return { mean: pictureOf(given, found.format), hidden: null };
  }

  /** The standard deviation of every pixel: [H * W * channels]. */
  async deviation({ hidden }: Decoded, z: Float32Array): Promise<Float32Array> {
    const fed = this.sessions.get("std")?.inputNames[0] ?? "hidden";
    const input = fed === "hidden" && hidden ? hidden : tensor(z, [1, z.length]);
    const result = await this.infer("std", { [fed]: input });
    return result["std"]?.data as Float32Array;
  }

  /** A latent point where faces are, from noise; what the fitted prior draws. */
  async sample(noise: Float32Array): Promise<Float32Array> {
    const result = await this.infer("prior", { noise: tensor(noise, [1, noise.length]) });
    return result["z"]?.data as Float32Array;
  }

  /** The faces in red, green and blue, and hints of them; sides are whole multiples of 32. */
  async detect(colours: Pixels): Promise<Face[]> {
    const { width, height } = colours;
    const input = tensor(planes(colours), [1, 3, height, width]);
    const result = await this.infer("finder", { input });
    return facesIn((name) => result[name]?.data as Float32Array, width, height);
  }

  /** The posterior of a picture [H * W * channels] in [0, 1]; what the encoder makes of it. */
  async encode(image: Float32Array): Promise<Gaussian> {
    const { height, width, channels } = this.image;
    const shape = channels === 1 ? [1, height, width] : [1, height, width, channels];
    const result = await this.infer("encoder", { image: tensor(image, shape) });
    return {
      mean: result["mean"]?.data as Float32Array,
      std: result["std"]?.data as Float32Array,
    };
  }

  /** Whether a part has arrived. */
  has(part: Part): boolean {
    return this.sessions.has(part);
  }

  private async infer(part: Part, feeds: Record<string, ort.Tensor>) {
    const session = this.sessions.get(part);
    if (!session) throw new Error("This part of the model has not arrived yet.");
    return session.run(feeds);
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

function tensor(values: Float32Array, shape: number[]): ort.Tensor {
  return new ort.Tensor("float32", values, shape);
}
