import type { Shared } from "./address";

export const KEYWORD = "morphing-faces";
const FORMAT = "morphing-faces point 1";
const NOTE = "This face was made by a model; it is not a photograph.";

/** A point that cannot be loaded; the message says why, to a person. */
export class PointError extends Error {}

/** The model that points belong to. */
export interface Owner {
  readonly name: string;
  readonly decoder: string;
  readonly latentSize: number;
  readonly dimensions: number;
}

/** The document of a point, as the Python package writes it too; see docs/formats.md. */
export function describePoint(shared: Shared, model: Owner): string {
  return JSON.stringify({
    format: FORMAT,
    model: model.name,
    decoder: model.decoder,
    z: Array.from(shared.z),
    selected: shared.selected,
    reach: shared.reach,
    made_by: "Morphing Faces, the page",
    note: NOTE,
  });
}

/**
 * Reads a point's document.
 *
 * @throws PointError It is damaged, or belongs to another model.
 */
export function readPoint(text: string, model: Owner): Shared {
  const point = parsed(text);
  if (point.format !== FORMAT) throw new PointError("this is no point of Morphing Faces");
  if (point.decoder !== model.decoder) {
    throw new PointError(
      `this point belongs to the model ${JSON.stringify(point.model)}, ` +
        `and this page shows ${JSON.stringify(model.name)} or another version of it`,
    );
  }
  const z = point.z;
  if (!Array.isArray(z) || z.length !== model.latentSize || !z.every(Number.isFinite)) {
    throw new PointError(`this point does not have ${model.latentSize} coordinates`);
  }
  return {
    z: Float32Array.from(z as number[]),
    selected: pair(point.selected, model.dimensions),
    reach: typeof point.reach === "number" && point.reach > 0 ? point.reach : 1,
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // said below
  }
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
