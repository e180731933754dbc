import type { OnProgress } from "../model/download";
import { type Manifest, type PackedFile, type Part, readManifest } from "../model/manifest";
import { sha256 } from "../model/sha256";
import type { Source } from "../model/source";
import { unzip } from "./archive";
import { hasExternalData, inputSize } from "./onnx-file";
import { LARGEST, RefusedError } from "./refused";

/** What the page reads of a model folder; its card, its pairs and whatever else stay packed. */
const PARTS: Readonly<Partial<Record<Part | "directions", string>>> = {
  decoder: "onnx/decoder.onnx",
  encoder: "onnx/encoder.onnx",
  std: "onnx/std.onnx",
  prior: "onnx/prior.onnx",
  directions: "directions.json",
};
const CONFIG = "config.json";
/** As many dimensions are numbered, as in Python. */
const INTERESTING = 29;
const WANTED = /^(?:[^/]+\/)?(?:config\.json|directions\.json|onnx\/[a-z]+\.onnx)$/;
/** Members of what other programs pack as a zip, and what such a file is. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)data\.pkl$/, "a checkpoint of torch, a pickle without the network that it belongs to"],
  [/\.weights\.h5$/, "a Keras model, which may run code when it is read"],
  [/\.(pkl|pickle|pt|pth|ckpt|h5|keras|safetensors)$/i, "no model folder, but weights"],
];

/** A model folder that a visitor has dropped: what it says, and its files. */
export class FolderSource implements Source {
  /**
   * @param manifest What a site would say of it.
   * @param files Contents by path.
   * @param site Where the face finder comes from, which no model folder has.
   */
  constructor(
    readonly manifest: Manifest,
    private readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
    private readonly site: Source,
  ) {}

  async describe(): Promise<Manifest> {
    return this.manifest;
  }

  /** A copy, as workers are handed what they are given. */
  async fetch(file: PackedFile, onProgress?: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
    return this.files.get(file.path)?.slice() ?? this.site.fetch(file, onProgress);
  }

  address(): string {
    return "data:,";
  }
}

/**
 * Reads a zip of a model folder, as `morphing-faces export` and `import` write them.
 *
 * @param site The model that the page has anyway.
 * @throws RefusedError It is none, damaged, or too large.
 */
export async function readFolder(archive: File, site: Source): Promise<FolderSource> {
  const others: string[] = [];
  const files = await unzip(
    archive,
    (path) => {
      others.push(...OTHERS.filter(([name]) => name.test(path)).map(([, what]) => what));
      return WANTED.test(path);
    },
    LARGEST,
  );
  const [config, another] = [...files.keys()].filter((path) => path.endsWith(CONFIG));
  if (!config || another) throw new RefusedError(`${archive.name} ${noFolder(others, config)}`);
  const folder = config.slice(0, -CONFIG.length);
  const manifest = await manifestOf(archive.name, folder, files);
  const { finder } = (await site.describe().catch(() => null))?.files ?? {};
  const found = finder && manifest.image.eyes ? { ...manifest.files, finder } : manifest.files;
  return new FolderSource({ ...manifest, files: found }, files, site);
}

function noFolder(others: readonly string[], config: string | undefined): string {
  if (config) return "has several model folders in it: drop one at a time.";
  return (
    `is ${others[0] ?? "no model folder"}: it has no ${CONFIG}. Pack the folder that ` +
    "morphing-faces export or import has made, or drop the ONNX file of a decoder."
  );
}

/** What a site would say of a folder; every file is held to what config.json says of it. */
async function manifestOf(
  name: string,
  folder: string,
  contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<Manifest> {
  const config = parsed(contents.get(folder + CONFIG));
  if (config === null || config["format"] !== 1) {
    throw new RefusedError(`${name}: its ${CONFIG} is not that of a model folder of version 1.`);
  }
  const listed = record(config["files"]);
  const files: Partial<Record<Part | "directions", PackedFile>> = {};
  for (const [part, path] of Object.entries(PARTS) as [Part | "directions", string][]) {
    const said = listed[path];
    if (said === undefined) continue;
    const content = contents.get(folder + path);
    if (!content) throw new RefusedError(`${name} lacks ${path}, which its ${CONFIG} lists.`);
    const { sha256: digits, size } = record(said);
    if (size !== content.length || ((await sha256(content)) ?? digits) !== digits) {
      throw new RefusedError(`${name}: ${path} is damaged, it is not what ${CONFIG} says.`);
    }
    if (path.endsWith(".onnx") && hasExternalData(content)) {
      throw new RefusedError(
        `${name}: ${path} has its weights in a second file, which no model folder has.`,
      );
    }
    files[part] = {
      path: folder + path,
      size: content.length,
      unpacked: content.length,
      sha256: String(digits),
      ...(part === "prior" ? { noise_size: inputSize(content) ?? 0 } : {}),
    };
  }
  const size = Number(config["latent_size"]);
  const ranked = config["interesting"];
  try {
    return readManifest({
      format: 1,
      name: config["name"],
      image: pictures(config["image"]),
      latent_size: size,
      interesting: Array.isArray(ranked) ? ranked.slice(0, INTERESTING) : [],
      opening: config["opening"],
      reach: config["reach"],
      decoder: files.decoder?.sha256,
      files,
      start: { z: Array<number>(size <= MOST_LATENT ? size : 0).fill(0), face: "" },
      golden: "",
    });
  } catch {
    throw new RefusedError(`${name}: its ${CONFIG} is damaged, or says what no model does.`);
  }
}

const MOST_LATENT = 1 << 16;
const LONGEST_SIDE = 4096;

function pictures(value: unknown): Manifest["image"] {
  const { height, width, channels, eyes = null } = record(value);
  const sides = [height, width].every(
    (side) => Number.isInteger(side) && Number(side) > 0 && Number(side) <= LONGEST_SIDE,
  );
  const shaped = sides && (channels === 1 || channels === 3);
  const placed = Array.isArray(eyes) && eyes.length === 2 && eyes.flat().every(Number.isFinite);
  if (!shaped || !(eyes === null || (placed && eyes.flat().length === 4))) throw new Error();
  return { height, width, channels, eyes } as Manifest["image"];
}

function parsed(content: Uint8Array | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(content));
    return typeof value === "object" && value !== null ? record(value) : null;
  } catch {
    return null;
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
