import { keep, keepFor } from "../offline/cache";
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

/** Where a site describes the model that it opens with. */
export const FIRST = "model/model.json";

/** A model on a site: the files beside its description. */
export class SiteSource implements Source {
  private manifest: Manifest | null = null;
  /** What was asked for before; then no copy that was kept is trusted. */
  private readonly tried = new Set<string>();

  /**
   * @param site The address of the site's folder.
   * @param path Where the model is described, in that folder.
   */
  constructor(
    private readonly site: string,
    private readonly path = FIRST,
  ) {}

  async describe(): Promise<Manifest> {
    if (this.manifest) return this.manifest;
    const url = new URL(this.path, this.site).href;
    let answer: Response;
    try {
      answer = await fetch(url);
    } catch {
      throw new Error("The site cannot be reached.");
    }
    if (!answer.ok) throw new Error("This site has no model in it.");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const manifest = readManifest(parsed(bytes));
    // What is kept for later belongs to the model that the site opens with.
    if (this.path === FIRST) keepFor(this.site, manifest.files.decoder.sha256.slice(0, 16));
    else void keep(url, bytes);
    this.manifest = manifest;
    return manifest;
  }

  fetch(file: PackedFile, onProgress: OnProgress = () => undefined) {
    const again = this.tried.has(file.path);
    this.tried.add(file.path);
    return download(this.address(file.path), file, onProgress, again);
  }

  address(path: string): string {
    return new URL(path, new URL(this.path, this.site)).href;
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
