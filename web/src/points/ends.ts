import { hasWord, named, t } from "../language/language";
import type { Described } from "./directions";

/** Words for what lies towards - and +. */
export type Ends = readonly [string, string];

/** The ends of names that are known, where no direction says them. */
const KNOWN: Readonly<Record<string, Ends>> = {
  turn: ["to the left", "to the right"],
  nod: ["up", "down"],
  age: ["younger", "older"],
  happy: ["less happy", "happier"],
  "mouth-open": ["closed, or teeth", "open"],
  "light-right": ["from the left", "from the right"],
  "light-above": ["from below", "from above"],
  contrast: ["softer", "harder"],
  "light-left": ["from the right", "from the left"],
  "light-below": ["from above", "from below"],
  "head-up": ["down", "up"],
  brightness: ["darker", "brighter"],
  frown: ["brows up", "brows knitted"],
  "raised-brows": ["low", "raised"],
  "thick-brows": ["thin", "thick"],
  "arched-brows": ["straight", "arched"],
  "round-face": ["leaner", "rounder"],
  "narrow-face": ["wider", "narrower"],
  "narrow-nose": ["broad", "narrow"],
  "bare-forehead": ["hair over it", "bare"],
  warmth: ["cooler", "warmer"],
};

/**
 * What lies towards both sides of a direction, in the visitor's words: those that its model says,
 * else those of a name that is known, else "less" and "more".
 *
 * @param said What the model says; null for nothing.
 */
export function endsOf(name: string, said: Ends | null): Ends {
  const [less, more] = said ?? KNOWN[name] ?? [`less ${name}`, `more ${name}`];
  return [inWords(less, `less ${name}`, t("less")), inWords(more, `more ${name}`, t("more"))];
}

/** A word as the language has it; "less freckles", which nobody has put into words, is "less". */
function inWords(word: string, plain: string, short: string): string {
  return word === plain && !hasWord(word) ? short : named(word);
}

/**
 * What lies towards both sides of a dimension, in the visitor's words.
 *
 * @param index Its place in z.
 * @param directions Those of the model: the one of the same name says what lies where.
 */
export function endsOfDimension(
  name: string,
  index: number,
  directions: readonly Described[],
): Ends {
  const same = directions.find((direction) => direction.name === name);
  const along = same?.step[index] ?? 0;
  if (!same?.ends || !along) return endsOf(name, null);
  const [minus, plus] = endsOf(name, same.ends);
  return along > 0 ? [minus, plus] : [plus, minus];
}
