import * as ort from "onnxruntime-web/wasm";
import { keepFor } from "../offline/cache";
import type { Pixels } from "../photo/pixels";
import { anySize, type Face, facesIn, planes } from "../photo/yunet";
import { download, type OnProgress } from "./download";
import { type Manifest, type PackedFile, type Part, readManifest, type Table } from "./manifest";
import type { Gaussian } from "./protocol";

/** What decoding gives. */
export interface Decoded {
  /** [H * W * channels], row by row, in [0, 1]. */
  readonly mean: Float32Array;
  /** What std.onnx is fed with; null where the decoder has no such output. */
  readonly hidden: ort.Tensor | null;
}

/** The model, as far as it has arrived. Runs in the worker; `base` is the site's folder. */
export class Engine {
  private manifest: Manifest | null = null;
  private started = false;
  private attempts = 0;
  private readonly sessions = new Map<Part, ort.InferenceSession>();

  constructor(private readonly base: string) {}

  /** Reads model.json. */
  async describe(): Promise<Manifest> {
    if (this.manifest) return this.manifest;
    let answer: Response;
    try {
      answer = await fetch(this.url("model/model.json"));
    } catch {
      throw new Error("The site cannot be reached.");
    }
    if (!answer.ok) throw new Error("This site has no model in it.");
    const manifest = readManifest(await answer.json().catch(() => null));
    keepFor(this.base, version(manifest));
    this.manifest = manifest;
    return manifest;
  }

  /**
   * Fetches ONNX Runtime and the decoder, both at once, and gets ready to decode.
   *
   * @param onProgress Called with bytes received and bytes in all.
   */
  async start(onProgress: (received: number, total: number) => void, again: boolean) {
    const { files } = await this.describe();
    const parts: [string, PackedFile][] = [[`model/${files.decoder.path}`, files.decoder]];
    if (!this.started) parts.push([__RUNTIME__.path, __RUNTIME__]);
    const total = parts.reduce((sum, [, file]) => sum + file.size, 0);
    const received = parts.map(() => 0);
    const attempt = ++this.attempts;
    const arriving = parts.map(([path, file], i) =>
      download(
        this.url(path),
        file,
        (bytes) => {
          received[i] = bytes;
          if (attempt !== this.attempts) return;
          onProgress(
            received.reduce((sum, each) => sum + each, 0),
            total,
          );
        },
        again,
      ),
    );
    // Said at once if one fails; the other goes on, and is kept for the next try.
    const [decoder, runtime] = await Promise.all(arriving);
    if (runtime) {
      // One thread, in this worker: a decode takes milliseconds, and more threads need headers
      // that not every host can send.
      ort.env.wasm.numThreads = 1;
      ort.env.wasm.proxy = false;
      ort.env.wasm.wasmBinary = runtime.buffer;
      ort.env.logLevel = "error";
      this.started = true;
    }
    if (decoder) await this.open("decoder", decoder);
  }

  /** Fetches a part that is needed now for the first time. */
  async load(part: Part, onProgress: OnProgress, again: boolean): Promise<void> {
    const { files } = await this.describe();
    const file = files[part];
    if (!file) throw new Error("This model has no such part.");
    if (this.sessions.has(part)) return;
    await this.open(part, await download(this.url(`model/${file.path}`), file, onProgress, again));
  }

  /** Fetches a file of text. */
  async read(table: Table, again: boolean): Promise<string> {
    const { files } = await this.describe();
    const file = files[table];
    if (!file) throw new Error("This model has no such part.");
    const bytes = await download(this.url(`model/${file.path}`), file, () => undefined, again);
    return new TextDecoder().decode(bytes);
  }

  async decode(z: Float32Array): Promise<Decoded> {
    const result = await this.run("decoder", { z: tensor(z, [1, z.length]) });
    const mean = result["mean"]?.data as Float32Array;
    if (!mean.every(Number.isFinite)) throw new Error("The decoder gives no finite face here.");
    return { mean, hidden: result["hidden"] ?? null };
  }

  /** The standard deviation of every pixel: [H * W * channels]. */
  async deviation({ hidden }: Decoded, z: Float32Array): Promise<Float32Array> {
    const fed = this.sessions.get("std")?.inputNames[0] ?? "hidden";
    const input = fed === "hidden" && hidden ? hidden : tensor(z, [1, z.length]);
    const result = await this.run("std", { [fed]: input });
    return result["std"]?.data as Float32Array;
  }

  /** A latent point where faces are, from noise; what the fitted prior draws. */
  async place(noise: Float32Array): Promise<Float32Array> {
    const result = await this.run("prior", { noise: tensor(noise, [1, noise.length]) });
    return result["z"]?.data as Float32Array;
  }

  /** The faces in a square of red, green and blue. */
  async detect(square: Pixels): Promise<Face[]> {
    const side = square.width;
    const input = tensor(planes(square), [1, 3, side, side]);
    const result = await this.run("finder", { input });
    return facesIn((name) => result[name]?.data as Float32Array, side);
  }

  /** The posterior of a picture [H * W * channels] in [0, 1]; what the encoder makes of it. */
  async encode(image: Float32Array): Promise<Gaussian> {
    const { height, width, channels } = (await this.describe()).image;
    const shape = channels === 1 ? [1, height, width] : [1, height, width, channels];
    const result = await this.run("encoder", { image: tensor(image, shape) });
    return {
      mean: result["mean"]?.data as Float32Array,
      std: result["std"]?.data as Float32Array,
    };
  }

  /** Whether a part has arrived. */
  has(part: Part): boolean {
    return this.sessions.has(part);
  }

  private async run(part: Part, feeds: Record<string, ort.Tensor>) {
    const session = this.sessions.get(part);
    if (!session) throw new Error("This part of the model has not arrived yet.");
    return session.run(feeds);
  }

  private async open(part: Part, bytes: Bytes): Promise<void> {
    const network = part === "finder" ? anySize(bytes) : bytes;
    const session = await ort.InferenceSession.create(network, {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      // The finder states sizes that are only those of its usual input, and would be told so.
      logSeverityLevel: 3,
    });
    this.sessions.set(part, session);
  }

  private url(path: string): string {
    return new URL(path, this.base).href;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

/** What kept copies of a model go by. */
export const version = (manifest: Manifest) => manifest.files.decoder.sha256.slice(0, 16);

function tensor(values: Float32Array, shape: number[]): ort.Tensor {
  return new ort.Tensor("float32", values, shape);
}
