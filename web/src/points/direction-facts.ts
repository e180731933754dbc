import { decimals, named, numeral, signed, t } from "../language/language";
import type { Direction } from "../morpher/direction";
import type { Described } from "./directions";

/** From here on the visitor is warned, when a step drags another direction along; as in Python. */
export const WARNED = 0.3;

/** How far a direction can be relied on, in a word. */
export function grade({ kind, score }: Described): string {
  if (!score) return kind === "unsupervised" ? t("not named by anybody") : t("not measured");
  const [good, fair] = score.kind === "R2" ? [0.5, 0.2] : [0.85, 0.7];
  return score.value >= good ? t("reliable") : score.value >= fair ? t("fair") : t("vague");
}

/** A direction's score, in plain words. */
export function scored({ name, score }: Described): string {
  if (!score) {
    return t("Found in the model alone, without labels: what it does, nobody has said.");
  }
  const facts = {
    name: named(name),
    count: score.faces,
    percent: Math.round(100 * Math.max(score.value, 0)),
    score: decimals(score.value, 2),
  };
  return score.kind === "R2"
    ? t(
        "On {count} faces that it was not found from, it explains {percent} % of how {name} differs (R² {score}).",
        facts,
      )
    : t(
        "Of two faces, one {name} and one not, it knows which in {percent} of 100 cases (AUC {score}, {count} faces that it was not found from).",
        facts,
      );
}

/** What one step is. */
export function stepSize({ unit }: Described): string {
  if (!unit) return t("One step is one standard deviation.");
  return t("One step is one standard deviation, here {value} {unit}.", {
    value: numeral(unit.value, { maximumSignificantDigits: 3 }),
    unit: named(unit.of),
  });
}

/** A change of a reading, and what that is in the attribute's own unit: "age +0.42 (6 years)". */
export function stepsOf(direction: Direction & Partial<Described>, by: number): string {
  const { name, unit } = direction;
  const changed = `${named(name)} ${signed(by)}`;
  if (!unit) return changed;
  const size = numeral(unit.value * by, { maximumSignificantDigits: 2, signDisplay: "always" });
  return `${changed} (${size} ${named(unit.of)})`;
}

/** What the last change has changed, beside the direction that was moved. */
export function changesOf(
  mover: string | null,
  told: readonly [Direction & Partial<Described>, number][],
): string {
  const changes = told.map(([direction, by]) => stepsOf(direction, by)).join(", ");
  if (mover === null) {
    return changes
      ? t("Since the last change: {changes}.", { changes })
      : t("Since the last change, no other direction has changed by much.");
  }
  const name = named(mover);
  return changes
    ? t("With {name}: {changes}.", { name, changes })
    : t("With {name}, no other direction has changed by much.", { name });
}

/** By how much a number differs at least, of most numbers of two points whose faces are two people's. */
const FAR = 0.3;

/** Whether two points are those of two faces, such as random ones, and not of one that was changed. */
export function unrelated(one: Float32Array, other: Float32Array): boolean {
  const far = one.filter((value, i) => Math.abs(value - (other[i] ?? 0)) > FAR);
  return 2 * far.length > one.length;
}

/** The same in words, without numbers: "What else changed: older, turn (to the left)". */
export function changesInWords(
  mover: string | null,
  told: readonly [Direction & Partial<Described>, number][],
  all: readonly Described[],
): string {
  const changes = told
    .filter(([, by]) => Math.abs(by) >= WARNED)
    .map(([{ name }, by]) => end(name, by, all))
    .join(", ");
  if (mover === null) {
    return changes
      ? t("What changed last: {changes}", { changes })
      : t("What changed last: hardly anything");
  }
  return changes
    ? t("What else changed: {changes}", { changes })
    : t("What else changed: hardly anything");
}

/** The directions that a step drags along so far at least, in standard deviations; most first. */
function drags({ leakage }: Described, least: number): [string, number][] {
  return Object.entries(leakage)
    .filter(([, size]) => Math.abs(size) >= least)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
}

/** What a step drags along so far that the visitor should know: "older, mouth open (open)"; may be empty. */
export function warning(direction: Described, all: readonly Described[]): string {
  return drags(direction, WARNED)
    .map(([name, size]) => end(name, size, all))
    .join(", ");
}

/** Ends of which nobody knows whose they are, where the name does not stand beside them. */
const BARE = ["open", "closed, or teeth"];

/** What lies towards one side of another direction: its own word, as far as that says enough. */
function end(name: string, size: number, all: readonly Described[]): string {
  const { ends, kind } = all.find((other) => other.name === name) ?? { ends: null, kind: null };
  const called = named(name);
  if (!ends) return size < 0 ? t("less {name}", { name: called }) : called;
  const end = ends[size < 0 ? 0 : 1];
  const word = named(end);
  return kind === "label" && !BARE.includes(end) ? word : `${called} (${word})`;
}

/** How far each is dragged along, as far as the model says so, for the details. */
export function dragged(direction: Described): string {
  const each = drags(direction, 0).map(([name, size]) =>
    t("{name} by {steps}", { name: named(name), steps: signed(size) }),
  );
  return each.length
    ? t("A step to the right also moves {others} standard deviations.", { others: each.join(", ") })
    : "";
}
