import { keepAt } from "../offline/cache";
import { download, type OnProgress } from "./download";
import type { PackedFile } from "./manifest";

/** What computes: ONNX Runtime and the worker, beside the page or in it. */
export interface Program {
  /**
   * ONNX Runtime's WebAssembly file, unpacked and whole.
   *
   * @param again Whether this is another try: then no copy that was kept is trusted.
   * @throws Error It did not arrive; the message says why, to a person.
   */
  runtime(onProgress: OnProgress, again: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Gets ready what `launch` needs, where it is anything.
   *
   * @throws Error It did not arrive; the message says why, to a person.
   */
  prepare?(): Promise<void>;
  /** Starts a worker. */
  launch(): Worker;
}

/** The files that the build has put beside the page. */
export class SiteProgram implements Program {
  /** The worker's script as a part of this frame, where it may start none from an address. */
  private own: string | null = null;
  private readonly address: string;

  /**
   * @param site The address of the site's folder.
   * @param script Where the worker's script is, in that folder.
   * @param file ONNX Runtime's WebAssembly file.
   * @param everybodys Whether every visitor loads it, so that the service worker keeps the script.
   */
  constructor(
    private readonly site: string,
    script: string,
    private readonly file: PackedFile,
    private readonly everybodys = true,
  ) {
    this.address = new URL(script, site).href;
  }

  /**
   * A frame with sandbox="allow-scripts" has no origin, and starts only what it has made itself; of
   * that, Chromium starts classic scripts alone. The worker's is one file that imports nothing, so
   * that it is one but for where it asks for its own address.
   */
  async prepare(): Promise<void> {
    if (!this.everybodys) await keepAt(this.address);
    if (self.origin !== "null" || this.own) return;
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok) throw new Error("The site allows this frame no program.");
    const text = (await answer.text()).replaceAll("import.meta.url", "self.location.href");
    this.own = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  }

  runtime(onProgress: OnProgress, again: boolean) {
    return download(new URL(this.file.path, this.site).href, this.file, onProgress, again);
  }

  launch(): Worker {
    return this.own ? new Worker(this.own) : new Worker(this.address, { type: "module" });
  }
}
