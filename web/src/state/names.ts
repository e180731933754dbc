import { tidy } from "./kept";

/** The visitor's own names of dimensions, by rank. */
export type Names = Readonly<Record<number, string>>;

/** Reads names that were stored; leaves out what is damaged. */
export function readNames(stored: unknown, dimensions: number): Names {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return {};
  const names: Record<number, string> = {};
  for (const [rank, name] of Object.entries(stored)) {
    if (!/^\d{1,4}$/.test(rank) || Number(rank) >= dimensions || typeof name !== "string") continue;
    const word = tidy(name);
    if (word) names[Number(rank)] = word;
  }
  return names;
}
