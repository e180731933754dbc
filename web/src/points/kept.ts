import type { Point } from "../morpher/point";
import { type Owner, PointError, pointDocument, readDocument } from "./document";
import { tidy } from "./tidy";

/** A face that the visitor has kept. */
export interface Kept {
  /** Stays while the page is open, whatever the name becomes. */
  readonly id: number;
  readonly name: string;
  readonly point: Point;
}

/** So many are kept at most; each takes four kilobytes of the five megabytes that a site has. */
export const MOST = 100;

let count = 0;

export const keptFace = (name: string, point: Point): Kept => ({ id: count++, name, point });

/**
 * A name that no kept face has yet: "Face 4".
 *
 * @param called The name of a number.
 */
export function freshName(
  faces: readonly Kept[],
  called = (number: number) => `Face ${number}`,
): string {
  const names = new Set(faces.map(({ name }) => name));
  let number = faces.length + 1;
  while (names.has(called(number))) number++;
  return called(number);
}

/** Kept faces as they are stored: each a name and the document of a point. */
export function written(faces: readonly Kept[], owner: Owner): unknown {
  return faces.map(({ name, point }) => ({ name, point: pointDocument(point, owner) }));
}

/** Reads what `written` wrote; leaves out whatever is damaged or belongs to another model. */
export function readKept(stored: unknown, owner: Owner): Kept[] {
  if (!Array.isArray(stored)) return [];
  return stored.slice(0, MOST).flatMap((entry) => {
    const name = typeof entry?.name === "string" ? tidy(entry.name) : "";
    try {
      return [keptFace(name || "Face", readDocument(entry?.point, owner))];
    } catch (error) {
      if (error instanceof PointError) return [];
      throw error;
    }
  });
}
