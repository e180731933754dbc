import type { Eyes } from "../photo/similarity";
import type { FaceGrid } from "./early-faces";

/** A file of the model, packed by gzip. */
export interface PackedFile {
  /** Where it lies, relative to model.json. */
  readonly path: string;
  /** Bytes on the wire. */
  readonly size: number;
  readonly unpacked: number;
  /** SHA-256 of the unpacked bytes, hexadecimal. */
  readonly sha256: string;
}

/** One of the dimensions that do something, the most interesting first. */
export interface Dimension {
  readonly index: number;
  readonly kl: number;
  readonly name: string | null;
}

/** A model that a site carries. */
export interface Carried {
  readonly name: string;
  /** SHA-256 of the model folder's decoder. */
  readonly decoder: string;
  /** Where it is described, relative to the page. */
  readonly path: string;
}

/** What model/model.json says; `morphing-faces site` writes it. */
export interface Manifest {
  readonly format: 1;
  readonly name: string;
  readonly image: {
    readonly height: number;
    readonly width: number;
    readonly channels: 1 | 3;
    /** Where the eyes lie, in fractions of width and height, left first; null for nowhere. */
    readonly eyes: Eyes | null;
  };
  readonly latent_size: number;
  readonly interesting: readonly Dimension[];
  /** The ranks that the picture moves at first, sideways and upwards; 0 and 1 where nothing is said. */
  readonly opening?: readonly [number, number];
  /** The coordinates at the picture's edges at first, above 0; 1 where nothing is said. */
  readonly reach?: number;
  /** SHA-256 of the model folder's decoder: what links and points name. */
  readonly decoder: string;
  readonly files: {
    readonly decoder: PackedFile;
    readonly std?: PackedFile;
    readonly encoder?: PackedFile;
    readonly prior?: PackedFile & { readonly noise_size: number };
    readonly directions?: PackedFile;
    /** Codes of faces that the model's owner shows on the map. */
    readonly map?: PackedFile;
    /** What finds faces in photographs; not the model's own, and not on every site. */
    readonly finder?: PackedFile;
  };
  readonly start: {
    readonly z: readonly number[];
    readonly face: string;
    /** Faces around the first one, on the plane that the page opens with, as far as its reach. */
    readonly grid?: FaceGrid;
  };
  /** A few latent points and Python's faces of them, to compare with; a path. */
  readonly golden: string;
  /** Whom the weights are from, and what they may be used for. */
  readonly credit?: string;
  /** All models of the site, where there are several; in the description of the first alone. */
  readonly models?: readonly Carried[];
}

/** A part of the model that has a file of its own. */
export type Part = "decoder" | "std" | "encoder" | "prior" | "finder";

/** A file of the model that is data, not a network. */
export type Table = "directions" | "map";

/**
 * Checks as much of a manifest as the page relies on.
 *
 * @throws Error It is no manifest, or of a newer format.
 */
export function readManifest(value: unknown): Manifest {
  const manifest = value as Manifest;
  if (typeof value !== "object" || value === null || manifest.format !== 1) {
    throw new Error("The model on this site has a format that this page does not know.");
  }
  const { image, latent_size, interesting, files, start, opening, reach } = manifest;
  const whole =
    image?.height > 0 &&
    image.width > 0 &&
    Number.isInteger(latent_size) &&
    Array.isArray(interesting) &&
    interesting.length >= 2 &&
    interesting.every(({ index }) => index >= 0 && index < latent_size) &&
    (reach === undefined || reach > 0) &&
    (opening === undefined || isPair(opening, interesting.length)) &&
    Object.values(files ?? {}).every(isPacked) &&
    isPacked(files?.decoder) &&
    typeof manifest.decoder === "string" &&
    (manifest.models === undefined || manifest.models.every(isCarried)) &&
    start?.z?.length === latent_size &&
    (start.grid === undefined || isGrid(start.grid));
  if (!whole) throw new Error("The description of the model on this site is damaged.");
  return manifest;
}

function isPacked(file: PackedFile | undefined): boolean {
  return typeof file?.path === "string" && typeof file.sha256 === "string" && Number(file.size) > 0;
}

function isGrid({ faces, side, size }: FaceGrid): boolean {
  return typeof faces === "string" && Number.isInteger(side) && side >= 2 && size > 0;
}

function isCarried({ name, decoder, path }: Carried): boolean {
  const folder = /^(model|models\/\d+)\/model\.([0-9a-f]{8}\.)?json$/;
  return typeof name === "string" && /^[0-9a-f]{64}$/.test(decoder) && folder.test(path);
}

function isPair(pair: readonly number[], count: number): boolean {
  const [first, second, ...more] = pair;
  const known = (rank: unknown) =>
    Number.isInteger(rank) && 0 <= Number(rank) && Number(rank) < count;
  return first !== second && known(first) && known(second) && more.length === 0;
}
