import type { OnProgress } from "../model/download";
import type { Manifest, Part, Table } from "../model/manifest";
import type { Port } from "../model/port";
import type { Source } from "../model/source";
import { normals, type Random } from "../morpher/random";

/** What nobody has asked for yet waits until the face has surely answered the mouse. */
const QUIET_MS = 300;

/** The parts of the model that are fetched when they are first needed. */
export class Parts {
  private readonly coming = new Map<Part, Promise<void>>();
  /** Where random faces come from, on its way or here. */
  private prior: Promise<void> | null = null;
  /** Kept once the decoder runs; every other part waits for that. */
  private begun = () => {};
  readonly decoding = new Promise<void>((resolve) => {
    this.begun = resolve;
  });

  constructor(
    private readonly port: Port,
    private readonly source: Source,
  ) {}

  /** Says that the decoder runs. */
  begin(): void {
    this.begun();
  }

  /** Gets a part ready, once at a time. */
  load(part: Part, onProgress?: OnProgress): Promise<void> {
    const coming =
      this.coming.get(part) ??
      this.decoding
        .then(() => this.port.load(part, onProgress))
        .finally(() => this.coming.delete(part));
    this.coming.set(part, coming);
    return coming;
  }

  /** Fetches what will be asked for soon; waits until that has arrived, or cannot. */
  async settled(manifest: Manifest): Promise<void> {
    await this.decoding;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    await this.loadPrior(manifest).catch(() => undefined);
  }

  /** Fetches a table, after what is wanted sooner: the decoder, and where random faces come from. */
  async read(table: Table, manifest: Manifest): Promise<string> {
    await this.settled(manifest);
    const file = manifest.files[table];
    if (!file) throw new Error("This model has no such part.");
    return new TextDecoder().decode(await this.source.fetch(file));
  }

  /** Fetches where random faces come from, once. */
  loadPrior(manifest: Manifest): Promise<void> {
    if (!manifest.files.prior) return Promise.resolve();
    this.prior ??= this.load("prior").catch((error) => {
      this.prior = null;
      throw error;
    });
    return this.prior;
  }

  /** Draws a latent point: from the fitted prior, or from N(0, I) where there is none. */
  async draw(random: Random, manifest: Manifest): Promise<Float32Array> {
    const { prior } = manifest.files;
    if (!prior) return normals(random, manifest.latent_size);
    // Drawn before waiting, so that a seed repeats whatever the network does.
    const noise = normals(random, prior.noise_size);
    await this.loadPrior(manifest);
    return this.port.ask({ kind: "sample", noise });
  }
}
