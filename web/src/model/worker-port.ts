import { LayoutError, type Wishes } from "../dropped/layout";
import type { Found } from "../dropped/probe";
import type { OnProgress } from "./download";
import type { Manifest, Part } from "./manifest";
import type { Port } from "./port";
import type { Program } from "./program";
import type { Answers, Command, Message, Request } from "./protocol";
import { RUNTIME } from "./runtime-file";
import type { Source } from "./source";
import { requireSimd } from "./support";

const HANGS = "The file took too long for one picture, and was ended.";

/** A worker of the page: it is given the model's bytes, and computes. */
export class WorkerPort implements Port {
  private worker: Worker | null = null;
  private manifest: Manifest | null = null;
  private readonly waiting = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: Error) => void }
  >();
  private count = 0;
  private attempts = 0;
  /** Whether the worker has ONNX Runtime. */
  private running = false;
  private readonly loaded = new Set<Part>();
  /** Why the worker was ended, once it was. */
  private ended: string | null = null;

  /**
   * @param source Where the model's bytes come from.
   * @param program Where ONNX Runtime and the worker come from.
   * @param patience Milliseconds that an answer may take before the worker is ended; as long as it
   *   takes by default.
   */
  constructor(
    private readonly source: Source,
    private readonly program: Program,
    private readonly patience: number | null = null,
  ) {}

  /**
   * Takes a decoder of another make, and finds out what it does.
   *
   * @throws Error It is none, or what it gives is ambiguous: a LayoutError.
   */
  async probe(bytes: Uint8Array<ArrayBuffer>, wishes: Wishes): Promise<Found> {
    await this.prepared();
    const runtime = await this.program.runtime(() => undefined, false);
    await this.send({ kind: "runtime", bytes: runtime });
    this.running = true;
    return (await this.send({ kind: "probe", bytes, wishes })) as Found;
  }

  /** Ends the worker, and whatever it is at. */
  end(sentence = "The model was put away."): void {
    this.worker?.terminate();
    this.ended = sentence;
    this.forget();
    this.failAll(sentence);
  }

  /** Fetches ONNX Runtime and the decoder, both at once, while the worker starts. */
  async start(
    manifest: Manifest,
    onProgress: (received: number, total: number) => void,
  ): Promise<void> {
    requireSimd();
    this.manifest = manifest;
    const attempt = ++this.attempts;
    const { decoder: file } = manifest.files;
    const received: [number, number] = [0, 0];
    const total = file.size + (this.running ? 0 : RUNTIME.size);
    onProgress(0, total);
    const progress = (which: 0 | 1) => (bytes: number) => {
      received[which] = bytes;
      if (attempt === this.attempts) onProgress(received[0] + received[1], total);
    };
    const decoding = this.source.fetch(file, progress(0));
    const running = this.running ? null : this.program.runtime(progress(1), attempt > 1);
    // Said at once if one fails; the other goes on, and is kept for the next try.
    const greeted = this.prepared().then(() => this.send({ kind: "hello", image: manifest.image }));
    const [, decoder, runtime] = await Promise.all([greeted, decoding, running]);
    if (runtime) {
      await this.send({ kind: "runtime", bytes: runtime });
      this.running = true;
    }
    await this.open("decoder", decoder);
  }

  async load(part: Part, onProgress: OnProgress = () => undefined): Promise<void> {
    if (this.loaded.has(part)) return;
    const file = this.manifest?.files[part];
    if (!file) throw new Error("This model has no such part.");
    await this.open(part, await this.source.fetch(file, onProgress));
  }

  ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    return this.send(request) as Promise<Answers[K]>;
  }

  private async open(part: Part, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.send({ kind: "open", part, bytes });
    this.loaded.add(part);
  }

  private prepared(): Promise<void> {
    return this.program.prepare?.() ?? Promise.resolve();
  }

  /** Bytes are handed over, not copied. */
  private send(command: Command): Promise<unknown> {
    const id = this.count++;
    if (this.ended) return Promise.reject(new Error(this.ended));
    return new Promise((resolve, reject) => {
      const timer =
        this.patience === null ? undefined : setTimeout(() => this.end(HANGS), this.patience);
      const settled =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      this.waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.worker ??= this.launch();
      const transfer = "bytes" in command ? [command.bytes.buffer] : [];
      this.worker.postMessage({ ...command, id }, transfer);
    });
  }

  /** Starts the worker; another one is started if it did not get as far as to answer. */
  private launch(): Worker {
    const worker = this.program.launch();
    let alive = false;
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      alive = true;
      this.receive(data);
    };
    worker.onerror = () => {
      if (!alive) this.forget();
      this.failAll("This browser could not start the page's program.");
    };
    return worker;
  }

  private forget(): void {
    this.worker = null;
    this.running = false;
    this.loaded.clear();
  }

  private receive(message: Message): void {
    const asked = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === "answer") asked?.resolve(message.value as never);
    else if (message.about) asked?.reject(new LayoutError(message.sentence, message.about));
    else asked?.reject(new Error(message.sentence));
  }

  private failAll(sentence: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(sentence));
    this.waiting.clear();
  }
}
