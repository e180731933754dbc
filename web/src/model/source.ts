import { keepFor } from "../offline/cache";
import { download, type OnProgress } from "./download";
import { type Manifest, type PackedFile, readManifest } from "./manifest";

/** Where a model comes from: a site, the page around a frame, a kernel. */
export interface Source {
  /**
   * What model.json says.
   *
   * @throws Error There is none, or it is damaged; the message says why, to a person.
   */
  describe(): Promise<Manifest>;
  /**
   * One of the model's files, unpacked and whole.
   *
   * @param onProgress Called as bytes arrive, with how many have by now.
   * @throws Error It did not arrive; the message says why, to a person.
   */
  fetch(file: PackedFile, onProgress?: OnProgress): Promise<Uint8Array<ArrayBuffer>>;
  /** The address of one of the model's pictures. */
  address(path: string): string;
}

/** A model on a site: the files in its folder `model`. */
export class SiteSource implements Source {
  private manifest: Manifest | null = null;
  /** What was asked for before; then no copy that was kept is trusted. */
  private readonly tried = new Set<string>();

  /** @param site The address of the site's folder. */
  constructor(private readonly site: string) {}

  async describe(): Promise<Manifest> {
    if (this.manifest) return this.manifest;
    let answer: Response;
    try {
      answer = await fetch(this.address("model.json"));
    } catch {
      throw new Error("The site cannot be reached.");
    }
    if (!answer.ok) throw new Error("This site has no model in it.");
    const manifest = readManifest(await answer.json().catch(() => null));
    keepFor(this.site, manifest.files.decoder.sha256.slice(0, 16));
    this.manifest = manifest;
    return manifest;
  }

  fetch(file: PackedFile, onProgress: OnProgress = () => undefined) {
    const again = this.tried.has(file.path);
    this.tried.add(file.path);
    return download(this.address(file.path), file, onProgress, again);
  }

  address(path: string): string {
    return new URL(`model/${path}`, this.site).href;
  }
}
