import { download, type OnProgress } from "./download";
import { RUNTIME } from "./runtime-file";

/** What computes: ONNX Runtime and the worker, beside the page or in it. */
export interface Program {
  /**
   * ONNX Runtime's WebAssembly file, unpacked and whole.
   *
   * @param again Whether this is another try: then no copy that was kept is trusted.
   * @throws Error It did not arrive; the message says why, to a person.
   */
  runtime(onProgress: OnProgress, again: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a worker. */
  launch(): Worker;
}

/** The files that the build has put beside the page. */
export class SiteProgram implements Program {
  /** @param site The address of the site's folder. */
  constructor(private readonly site: string) {}

  runtime(onProgress: OnProgress, again: boolean) {
    return download(new URL(RUNTIME.path, this.site).href, RUNTIME, onProgress, again);
  }

  launch(): Worker {
    return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  }
}
