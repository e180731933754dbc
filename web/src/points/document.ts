import { LARGEST_REACH } from "../morpher/morpher";
import type { Point } from "../morpher/point";
import { shortest } from "./numbers";
import { NOTE } from "./provenance";

export const KEYWORD = "morphing-faces";
const FORMAT = "morphing-faces point 1";

/** A point that cannot be loaded; the message says why, to a person. */
export class PointError extends Error {}

/** A point that belongs to another model, or to another version of this one. */
export class OtherModelError extends PointError {
  /**
   * @param drawer What the point calls its model.
   * @param decoder What it says that model's decoder is; may be anything.
   */
  constructor(
    message: string,
    readonly drawer: string,
    readonly decoder: string,
  ) {
    super(message);
  }
}

/** The model that points belong to. */
export interface Owner {
  readonly name: string;
  readonly decoder: string;
  readonly latentSize: number;
  readonly dimensions: number;
}

/** The document of a point, as the Python package writes it too; see its `points/document.py`. */
export function describePoint(point: Point, model: Owner): string {
  return JSON.stringify(pointDocument(point, model));
}

/** The same before it is text. */
export function pointDocument(point: Point, model: Owner) {
  return {
    format: FORMAT,
    model: model.name,
    decoder: model.decoder,
    z: Array.from(point.z, shortest),
    ...(point.selected && { selected: point.selected }),
    ...(point.reach !== null && { reach: point.reach }),
    made_by: "Morphing Faces, the page",
    note: NOTE,
  };
}

/**
 * Reads a point's document.
 *
 * @throws PointError It is damaged, or belongs to another model.
 */
export function readPoint(text: string, model: Owner): Point {
  return readDocument(parsed(text), model);
}

/**
 * Reads a point's document that is no text any more.
 *
 * @throws PointError It is damaged, or belongs to another model.
 */
export function readDocument(value: unknown, model: Owner): Point {
  const point = record(value);
  if (point.format !== FORMAT) throw new PointError("this is no point of Morphing Faces");
  if (point.decoder !== model.decoder) {
    const drawer = String(point.model).slice(0, 40);
    throw new OtherModelError(
      `this point belongs to the model ${JSON.stringify(drawer)}, ` +
        `and this page shows ${JSON.stringify(model.name)} or another version of it`,
      drawer,
      String(point.decoder),
    );
  }
  const numbers = Array.isArray(point.z) ? point.z : [];
  const z = Float32Array.from(numbers.every(Number.isFinite) ? numbers : []);
  if (z.length !== model.latentSize || !z.every(Number.isFinite)) {
    throw new PointError(`this point does not have ${model.latentSize} coordinates`);
  }
  return { z, selected: ranks(point.selected, model.dimensions), reach: reachOf(point) };
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

/** Two different ranks; null where the document does not say. */
function ranks(value: unknown, dimensions: number): readonly [number, number] | null {
  if (value === undefined || value === null) return null;
  const fits = (rank: unknown): rank is number =>
    Number.isInteger(rank) && (rank as number) >= 0 && (rank as number) < dimensions;
  const [first, second, ...rest] = Array.isArray(value) ? value : [];
  if (!fits(first) || !fits(second) || first === second || rest.length) {
    const last = dimensions - 1;
    throw new PointError(
      `this point is damaged: 'selected' must be two different dimensions from 0 to ${last}`,
    );
  }
  return [first, second];
}

function reachOf(point: Record<string, unknown>): number | null {
  if (!("reach" in point)) return null;
  const { reach } = point;
  if (typeof reach !== "number" || !(reach > 0 && reach <= LARGEST_REACH)) {
    const most = LARGEST_REACH.toLocaleString("en");
    throw new PointError(`this point is damaged: 'reach' must be above 0 and at most ${most}`);
  }
  return reach;
}
