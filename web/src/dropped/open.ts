import type { OnProgress } from "../model/download";
import type { Manifest, Part } from "../model/manifest";
import type { Port } from "../model/port";
import type { Program } from "../model/program";
import type { Answers, Request } from "../model/protocol";
import { sha256 } from "../model/sha256";
import type { Source } from "../model/source";
import { WorkerPort } from "../model/worker-port";
import { namesIn } from "./archive";
import { readFolder } from "./folder";
import { imageOf, product, type Wishes } from "./layout";
import { described, type Found } from "./probe";
import { isPacked, isZip, LARGEST, RefusedError, refuse, refuseNetwork } from "./refused";

const HEAD = 16;
/** How long one answer may take before the file is said to hang, and its worker ended. */
const PATIENCE_MS = 30_000;

/** A model that a visitor has dropped on the page. */
export interface Dropped {
  readonly file: File;
  /** What was found, in words. */
  readonly said: string;
  /** What was found out of a decoder; null of a model folder, which says it. */
  readonly found: Found | null;
  readonly source: Source;
  readonly port: Port;
  /** Ends its worker. */
  end(): void;
}

/** What the page has that a dropped model is opened with. */
export interface Tools {
  /** What computes in its worker. */
  readonly program: Program;
  /** The page's own model, whose face finder serves other models, too. */
  readonly site: Source;
}

/**
 * Opens an ONNX file, or a zip of a model folder, in a worker of its own; nothing of it is sent
 * anywhere.
 *
 * @param wishes What the visitor says of its pictures.
 * @throws Error It is refused, or no decoder, or ambiguous; the message says so to a person.
 */
export async function openDropped(
  file: File,
  { program, site }: Tools,
  wishes: Wishes = {},
): Promise<Dropped> {
  const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  const packed = isPacked(head) && file.size <= LARGEST;
  refuse(file.name, file.size, head, packed ? await namesIn(file) : []);
  return isZip(file.name) ? openFolder(file, program, site) : openNetwork(file, program, wishes);
}

async function openNetwork(file: File, program: Program, wishes: Wishes): Promise<Dropped> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  refuseNetwork(file.name, bytes);
  const decoder = await fingerprint(bytes);
  const port = new WorkerPort(NO_FILES, program, PATIENCE_MS);
  const found = await orEnd(port, () => port.probe(bytes, wishes));
  const manifest = manifestOf(file, found, decoder);
  const source = { ...NO_FILES, describe: async () => manifest };
  return dropped(file, source, port, described(found), found);
}

async function openFolder(file: File, program: Program, site: Source): Promise<Dropped> {
  const source = await readFolder(file, site);
  const { manifest } = source;
  const { image, latent_size: size } = manifest;
  const port = new WorkerPort(source, program, PATIENCE_MS);
  await orEnd(port, async () => {
    await port.start(manifest, () => undefined);
    const z = new Float32Array(size);
    const { mean } = await port.ask({ kind: "conditional", z, deviation: false });
    if (mean.length !== image.height * image.width * image.channels) {
      throw new RefusedError(`${file.name}: its decoder gives other pictures than it says.`);
    }
  });
  const shade = image.channels === 1 ? "grey" : "colour";
  const said =
    `the model ${manifest.name.slice(0, 40)}, ${size} latent dimensions to ` +
    `${image.height} x ${image.width} ${shade} pictures`;
  return dropped(file, source, port, said, null);
}

async function orEnd<T>(port: WorkerPort, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    port.end();
    throw error;
  }
}

function dropped(
  file: File,
  source: Source,
  port: WorkerPort,
  said: string,
  found: Found | null,
): Dropped {
  return { file, said, found, source, port: new StartedPort(port), end: () => port.end() };
}

/** A worker that has the decoder already. */
class StartedPort implements Port {
  constructor(private readonly inner: WorkerPort) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  load(part: Part, onProgress?: OnProgress): Promise<void> {
    return this.inner.load(part, onProgress);
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
  const digits = await sha256(bytes);
  if (digits) return digits;
  const some = Array.from({ length: 32 }, (_, i) => bytes[Math.floor((i * bytes.length) / 32)]);
  return some.map((byte = 0) => byte.toString(16).padStart(2, "0")).join("");
}
