import type { Manifest } from "../model/manifest";
import type { Port } from "../model/port";
import type { Program } from "../model/program";
import type { Answers, Request } from "../model/protocol";
import type { Source } from "../model/source";
import { WorkerPort } from "../model/worker-port";
import { hasExternalData } from "./external";
import { imageOf, product, type Wishes } from "./layout";
import type { Found } from "./probe";
import { RefusedError, refuse } from "./refused";

const HEAD = 16;
/** How long one answer may take before the file is said to hang, and its worker ended. */
const PATIENCE_MS = 30_000;

/** A model that a visitor has dropped on the page. */
export interface Dropped {
  readonly file: File;
  readonly found: Found;
  readonly source: Source;
  readonly port: Port;
  /** Ends its worker. */
  end(): void;
}

/**
 * Opens an ONNX file in a worker of its own; nothing of it is sent anywhere.
 *
 * @param program What computes in that worker.
 * @param wishes What the visitor says of its pictures.
 * @throws Error It is refused, or no decoder, or ambiguous; the message says so to a person.
 */
export async function openDropped(
  file: File,
  program: Program,
  wishes: Wishes = {},
): Promise<Dropped> {
  refuse(file.name, file.size, new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (hasExternalData(bytes)) {
    throw new RefusedError(
      `${file.name} has its weights in a second file, which a page cannot read. Export it in ` +
        "one: torch.onnx.export(..., external_data=False).",
    );
  }
  const decoder = await fingerprint(bytes);
  const inner = new WorkerPort(NO_FILES, program, PATIENCE_MS);
  let found: Found;
  try {
    found = await inner.probe(bytes, wishes);
  } catch (error) {
    inner.end();
    throw error;
  }
  const manifest = manifestOf(file, found, decoder);
  return {
    file,
    found,
    source: { ...NO_FILES, describe: async () => manifest },
    port: new DroppedPort(inner),
    end: () => inner.end(),
  };
}

/** A worker that has the decoder already, and nothing else of a model. */
class DroppedPort implements Port {
  constructor(private readonly inner: WorkerPort) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  load(): Promise<void> {
    return Promise.reject(new Error("This model has no such part."));
  }

  ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    return this.inner.ask<K>(request);
  }
}

/** Where nothing can be fetched from: all of the model is in the worker. */
const NO_FILES: Source = {
  describe: () => Promise.reject(new Error("There is no description.")),
  fetch: () => Promise.reject(new Error("This model has no such part.")),
  address: () => "data:,",
};

function manifestOf(file: File, found: Found, decoder: string): Manifest {
  const size = product(found.latent);
  return {
    format: 1,
    name: file.name.replace(/\.onnx$/i, ""),
    image: { ...imageOf(found.format), eyes: null },
    latent_size: size,
    interesting: found.order.map((index) => ({ index, kl: 0, name: null })),
    decoder,
    files: { decoder: { path: "", size: file.size, unpacked: file.size, sha256: decoder } },
    start: { z: Array<number>(size).fill(0), face: "" },
    golden: "",
  };
}

/** What its points belong to: the file's SHA-256; where the browser has none, a sum of its bytes. */
async function fingerprint(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = globalThis.crypto?.subtle
    ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
    : Uint8Array.from({ length: 32 }, (_, i) => bytes[Math.floor((i * bytes.length) / 32)] ?? 0);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
