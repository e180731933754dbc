import type { Direction } from "../morpher/direction";
import { floats } from "./base64";

/** Directions that cannot be read; the message says why, to a person. */
export class DirectionError extends Error {}

/** A direction of the model, with all that is known of it. */
export interface Described extends Direction {
  /** Found from labels of faces, from what was measured in them, or from the model alone. */
  readonly kind: "label" | "measured" | "unsupervised";
  /** How well it tells what it is named after, on faces held out from it. */
  readonly score: {
    readonly kind: "R2" | "AUC";
    readonly value: number;
    readonly faces: number;
  } | null;
  /** What one step is in the attribute's own unit. */
  readonly unit: { readonly value: number; readonly of: string } | null;
  /** Words for what lies towards - and +. */
  readonly ends: readonly [string, string] | null;
  /** How many standard deviations of other directions a step drags along. */
  readonly leakage: Readonly<Record<string, number>>;
}

export const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const KINDS = ["label", "measured", "unsupervised"];
const SHORTEST = 1e-6;

/**
 * Reads the directions that `morphing-faces site` gives to the page: directions.json with each step
 * as base64 of little-endian float32; or those of a model folder, where steps are lists.
 *
 * @param text The file's text.
 * @param latentSize L, the length of every step.
 * @throws DirectionError They are damaged, or of another model.
 */
export function readDirections(text: string, latentSize: number): Described[] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw damaged("they are no JSON");
  }
  if (!isRecord(found) || found["format"] !== 1 || !Array.isArray(found["directions"])) {
    throw damaged("their format is unknown");
  }
  return found["directions"].map((each) => described(each, latentSize));
}

function described(value: unknown, latentSize: number): Described {
  if (!isRecord(value)) throw damaged("one is no direction");
  const { name, kind, mean, score, unit, ends, leakage } = value;
  if (typeof name !== "string" || !NAME.test(name)) throw damaged("a name is not allowed");
  const step = steps(value["step"]);
  if (!step || !isStep(step, latentSize)) {
    throw damaged(`${name} does not have ${latentSize} finite numbers that lead somewhere`);
  }
  if (typeof mean !== "number" || !KINDS.includes(kind as string)) throw damaged(name);
  return {
    name,
    kind: kind as Described["kind"],
    step,
    mean,
    score: isScore(score) ? score : null,
    unit: isRecord(unit) && isNumber(unit["value"]) ? (unit as Described["unit"]) : null,
    ends: Array.isArray(ends) && ends.length === 2 ? [String(ends[0]), String(ends[1])] : null,
    leakage: isRecord(leakage)
      ? Object.fromEntries(
          Object.entries(leakage).filter((pair): pair is [string, number] => isNumber(pair[1])),
        )
      : {},
  };
}

/** Whether numbers can be the step of a direction. */
export function isStep(step: Float32Array, latentSize: number): boolean {
  return (
    step.length === latentSize && step.every(Number.isFinite) && Math.hypot(...step) > SHORTEST
  );
}

/** The numbers of a step: a list in a model folder, base64 on a site. */
function steps(value: unknown): Float32Array | null {
  if (!Array.isArray(value)) return floats(value);
  return value.every(isNumber) ? Float32Array.from(value) : null;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isScore = (value: unknown): value is NonNullable<Described["score"]> =>
  isRecord(value) &&
  (value["kind"] === "R2" || value["kind"] === "AUC") &&
  isNumber(value["value"]) &&
  isNumber(value["faces"]);

function damaged(why: string): DirectionError {
  return new DirectionError(`The directions of the model on this site are damaged: ${why}.`);
}
