import type * as Ort from "onnxruntime-web/wasm";
import type { Part } from "./manifest";

/** Where ONNX Runtime computes: on the processor, or on the graphics processor. */
export type Provider = "wasm" | "webgpu";

/** One of ONNX Runtime's builds for the web. */
export type Build = Pick<typeof Ort, "env" | "InferenceSession" | "Tensor">;

type Bytes = Uint8Array<ArrayBuffer>;
type Feeds = Record<string, Ort.Tensor>;

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

/** The networks of a model, as far as they have arrived, and what runs them. */
export class Networks {
  private readonly sessions = new Map<Part, Ort.InferenceSession>();
  /** Why the graphics processor computes no more. */
  private lost: Error | null = null;
  /** Tells whoever waits for it. */
  private onLost: (reason: Error) => void = () => undefined;
  /** Done once the graphics processor is free: it is asked for one thing at a time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ort: Build,
    readonly provider: Provider,
  ) {}

  /** Takes the WebAssembly file of this build. */
  take(runtime: Bytes): void {
    const { env } = this.ort;
    // A thread is this file once more, which has no address in a page in one file.
    const shares = self.crossOriginIsolated && self.location.protocol !== "blob:";
    const alone = this.provider === "webgpu";
    env.wasm.numThreads = alone ? 1 : threads(shares, navigator.hardwareConcurrency);
    env.wasm.proxy = false;
    env.wasm.wasmBinary = runtime.buffer;
    env.logLevel = "error";
  }

  /** Takes a network. */
  async open(part: Part, network: Bytes): Promise<Ort.InferenceSession> {
    const session = await this.ort.InferenceSession.create(network, {
      executionProviders: [this.provider],
      graphOptimizationLevel: "all",
      // The finder states sizes that are only those of its usual input, and would be told so.
      logSeverityLevel: 3,
    });
    if (this.provider === "webgpu" && !this.sessions.size)
      this.watch(await this.ort.env.webgpu.device);
    this.sessions.set(part, session);
    return session;
  }

  /** Whether a network has arrived. */
  has(part: Part): boolean {
    return this.sessions.has(part);
  }

  /** What a network calls its first input; null while it has not arrived. */
  inputOf(part: Part): string | null {
    return this.sessions.get(part)?.inputNames[0] ?? null;
  }

  tensor(values: Float32Array, shape: readonly number[]): Ort.Tensor {
    return new this.ort.Tensor("float32", values, shape);
  }

  /**
   * Runs a network.
   *
   * @param wanted The outputs that are wanted; all by default.
   */
  async run(part: Part, feeds: Feeds, wanted?: readonly string[]): Promise<Feeds> {
    const session = this.sessions.get(part);
    if (!session) throw new Error("This part of the model has not arrived yet.");
    const names = wanted ?? session.outputNames;
    const run = async () => (await session.run(feeds, names)) as Feeds;
    if (this.provider === "wasm") return run();
    const result = this.turn.then(() => this.orLost(run));
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** What is asked of a graphics processor that has gone is never answered. */
  private orLost<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.lost) throw this.lost;
      this.onLost = reject;
      run().then(resolve, reject);
    });
  }

  /** What it could not do it says apart from the answer, which is wrong then. */
  private watch(device: GPUDevice): void {
    const lose = (message: string) => {
      this.lost ??= new Error(message);
      this.onLost(this.lost);
    };
    device.lost.then(({ message }) => lose(message));
    device.addEventListener("uncapturederror", ({ error }) => lose(error.message));
  }
}
