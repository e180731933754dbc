import type { Manifest, Part } from "./manifest";
import type { Answers, Message, Request } from "./protocol";

/** The page's end of the worker. */
export class Client {
  private worker: Worker | null = null;
  private readonly waiting = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: Error) => void }
  >();
  private count = 0;

  /** Called once model.json has been read, and as the model arrives. */
  onManifest: (manifest: Manifest) => void = () => undefined;
  onProgress: (received: number, total: number) => void = () => undefined;
  /** Called as another part arrives, with the bytes that have by now. */
  onArriving: (part: Part, received: number) => void = () => undefined;

  /** Fetches and starts the decoder. */
  start(again: boolean): Promise<null> {
    return this.ask({ kind: "start", again });
  }

  load(part: Part, again: boolean): Promise<null> {
    return this.ask({ kind: "load", part, again });
  }

  ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    const id = this.count++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker ??= this.launch();
      this.worker.postMessage({ ...request, id });
    });
  }

  /** Starts the worker; another one is started if it did not get as far as to answer. */
  private launch(): Worker {
    const name = new URL(".", document.baseURI).href;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name });
    let alive = false;
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      alive = true;
      this.receive(data);
    };
    worker.onerror = () => {
      if (!alive) this.worker = null;
      this.failAll("This browser could not start the page's program.");
    };
    return worker;
  }

  private receive(message: Message): void {
    if (message.kind === "manifest") this.onManifest(message.manifest);
    else if (message.kind === "progress") this.onProgress(message.received, message.total);
    else if (message.kind === "arriving") this.onArriving(message.part, message.received);
    else {
      const asked = this.waiting.get(message.id);
      this.waiting.delete(message.id);
      if (message.kind === "answer") asked?.resolve(message.value as never);
      else asked?.reject(new Error(message.sentence));
    }
  }

  private failAll(sentence: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(sentence));
    this.waiting.clear();
  }
}
