import type { Direction } from "../morpher/direction";
import { DirectionError, isStep, NAME } from "./directions";
import type { Owner } from "./document";
import { shortest } from "./numbers";

/*
 * Directions that visitors make: the step between two faces, with a name. The same document as the
 * Python package's:
 *
 * {"format": "morphing-faces direction 1", "name", "model", "decoder", "step": [L numbers], "made_by"}
 */

const FORMAT = "morphing-faces direction 1";

/** So many are kept at most. */
export const MOST = 50;

/**
 * The step from one point to another as a direction; null where both are the same. Like a direction
 * of the Python package it reads 0 at the origin of the latent space, the average face.
 */
export function difference(name: string, from: Float32Array, to: Float32Array): Direction | null {
  const step = to.map((value, i) => value - (from[i] ?? 0));
  return isStep(step, from.length) ? { name, step, mean: 0 } : null;
}

/** A name as directions have it, from what the visitor typed: "Big smile" is big-smile. */
export function directionName(typed: string): string {
  return typed
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .replace(/^[\d ]+/, "")
    .replaceAll(" ", "-")
    .slice(0, 32)
    .replace(/-$/, "");
}

export function describeDirection({ name, step }: Direction, owner: Owner) {
  return {
    format: FORMAT,
    name,
    model: owner.name,
    decoder: owner.decoder,
    step: Array.from(step, shortest),
    made_by: "Morphing Faces, the page",
  };
}

/** Reads directions that were stored; leaves out what is damaged or belongs to another model. */
export function readDifferences(stored: unknown, owner: Owner): Direction[] {
  if (!Array.isArray(stored)) return [];
  const found = stored.slice(0, MOST).flatMap((entry) => read(entry, owner) ?? []);
  return found.filter(({ name }, i) => found.findIndex((other) => other.name === name) === i);
}

/** Whether a document says of itself that it is a direction. */
export const isDirection = (document: unknown): boolean =>
  (document as { format?: unknown } | null)?.format === FORMAT;

/**
 * Reads a direction from a file.
 *
 * @throws DirectionError It is damaged, or belongs to another model.
 */
export function readDifference(document: unknown, owner: Owner): Direction {
  const found = read(document, owner);
  if (found) return found;
  const { decoder } = document as Record<string, unknown>;
  throw new DirectionError(
    decoder === owner.decoder
      ? "This direction is damaged."
      : `This direction belongs to another model, or to another version of ${owner.name}.`,
  );
}

function read(entry: unknown, owner: Owner): Direction | null {
  if (!isDirection(entry)) return null;
  const { name, decoder, step } = entry as Record<string, unknown>;
  if (decoder !== owner.decoder) return null;
  if (typeof name !== "string" || !NAME.test(name) || !Array.isArray(step)) return null;
  if (!step.every((value) => typeof value === "number")) return null;
  const floats = Float32Array.from(step as number[]);
  return isStep(floats, owner.latentSize) ? { name, step: floats, mean: 0 } : null;
}
