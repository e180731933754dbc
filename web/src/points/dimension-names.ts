import type { Owner } from "./document";
import { tidy } from "./tidy";

/*
 * The visitor's own names of dimensions, in the document that the Python package reads and writes,
 * too (see its points/dimension_names.py; tests/points/names.json holds both to it):
 *
 * {"format": "morphing-faces names 1", "model", "decoder", "names": {"7": "smirk"}, "made_by"}
 */

const FORMAT = "morphing-faces names 1";
const PLACE = /^(0|[1-9][0-9]{0,8})$/;

/** By place in z, so that a name stays with its dimension however dimensions are ranked. */
export type Names = Readonly<Record<number, string>>;

/** Names that cannot be taken over; the message says why, to a person. */
export class NamesError extends Error {}

export function describeNames(names: Names, owner: Owner) {
  return {
    format: FORMAT,
    model: owner.name,
    decoder: owner.decoder,
    names,
    made_by: "Morphing Faces, the page",
  };
}

/** Whether a document says of itself that it has names of dimensions. */
export const isNames = (document: unknown): boolean =>
  (document as { format?: unknown } | null)?.format === FORMAT;

/**
 * Reads names from a document.
 *
 * @throws NamesError It is damaged, or belongs to another model.
 */
export function readNames(document: unknown, owner: Owner): Names {
  const { decoder, names } = document as Record<string, unknown>;
  if (decoder !== owner.decoder) {
    throw new NamesError(
      `These names belong to another model, or to another version of ${owner.name}.`,
    );
  }
  if (!isNames(document) || !isRecord(names)) throw new NamesError("These names are damaged.");
  return Object.fromEntries(
    Object.entries(names).map(([place, name]) => {
      if (!PLACE.test(place) || Number(place) >= owner.latentSize || !isName(name)) {
        throw new NamesError("These names are damaged.");
      }
      return [Number(place), name];
    }),
  );
}

/**
 * Reads names that were stored in the browser; there are none where they are damaged.
 *
 * @param indices The places in z of the dimensions, by rank: names of before went by rank.
 */
export function keptNames(stored: unknown, owner: Owner, indices: readonly number[]): Names {
  if (!isNames(stored)) return isRecord(stored) ? byPlace(stored, indices) : {};
  try {
    return readNames(stored, owner);
  } catch (error) {
    if (error instanceof NamesError) return {};
    throw error;
  }
}

/** Names as the page kept them before; leaves out what is damaged. */
function byPlace(stored: Record<string, unknown>, indices: readonly number[]): Names {
  const names: Record<number, string> = {};
  for (const [rank, name] of Object.entries(stored)) {
    const index = PLACE.test(rank) ? indices[Number(rank)] : undefined;
    const word = typeof name === "string" ? tidy(name) : "";
    if (index !== undefined && word) names[index] = word;
  }
  return names;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && tidy(value) === value;
