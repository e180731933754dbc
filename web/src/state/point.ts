import { LARGEST_REACH } from "../morpher/morpher";
import type { Shared } from "./address";
import { NOTE } from "./made";
import { shortest } from "./numbers";

export const KEYWORD = "morphing-faces";
const FORMAT = "morphing-faces point 1";

/** A point that cannot be loaded; the message says why, to a person. */
export class PointError extends Error {}

/** The model that points belong to. */
export interface Owner {
  readonly name: string;
  readonly decoder: string;
  readonly latentSize: number;
  readonly dimensions: number;
}

/** The document of a point, as the Python package writes it too; see its `points.py`. */
export function describePoint(shared: Shared, model: Owner): string {
  return JSON.stringify(pointDocument(shared, model));
}

/** The same before it is text. */
export function pointDocument(shared: Shared, model: Owner) {
  return {
    format: FORMAT,
    model: model.name,
    decoder: model.decoder,
    z: Array.from(shared.z, shortest),
    selected: shared.selected,
    reach: shared.reach,
    made_by: "Morphing Faces, the page",
    note: NOTE,
  };
}

/**
 * Reads a point's document.
 *
 * @throws PointError It is damaged, or belongs to another model.
 */
export function readPoint(text: string, model: Owner): Shared {
  return readDocument(parsed(text), model);
}

/**
 * Reads a point's document that is no text any more.
 *
 * @throws PointError It is damaged, or belongs to another model.
 */
export function readDocument(value: unknown, model: Owner): Shared {
  const point = record(value);
  if (point.format !== FORMAT) throw new PointError("this is no point of Morphing Faces");
  if (point.decoder !== model.decoder) {
    throw new PointError(
      `this point belongs to the model ${JSON.stringify(String(point.model).slice(0, 40))}, ` +
        `and this page shows ${JSON.stringify(model.name)} or another version of it`,
    );
  }
  const numbers = Array.isArray(point.z) ? point.z : [];
  const z = Float32Array.from(numbers.every(Number.isFinite) ? numbers : []);
  if (z.length !== model.latentSize || !z.every(Number.isFinite)) {
    throw new PointError(`this point does not have ${model.latentSize} coordinates`);
  }
  const reach = typeof point.reach === "number" ? point.reach : 1;
  return {
    z,
    selected: pair(point.selected, model.dimensions),
    reach: reach > 0 && reach <= LARGEST_REACH ? reach : 1,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PointError("this point is damaged");
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new PointError("this point is damaged");
}

function pair(value: unknown, dimensions: number): readonly [number, number] {
  const fits = (rank: unknown): rank is number =>
    Number.isInteger(rank) && (rank as number) >= 0 && (rank as number) < dimensions;
  if (Array.isArray(value) && fits(value[0]) && fits(value[1]) && value[0] !== value[1]) {
    return [value[0], value[1]];
  }
  return [0, 1];
}
