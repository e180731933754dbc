import type { Direction } from "../morpher/direction";
import type { Described } from "./directions";

/** From here on the visitor is warned, when a step drags another direction along; as in Python. */
export const WARNED = 0.3;

/** How far a direction can be relied on, in a word. */
export function grade({ kind, score }: Described): string {
  if (!score) return kind === "unsupervised" ? "not named by anybody" : "not measured";
  const [good, fair] = score.kind === "R2" ? [0.5, 0.2] : [0.85, 0.7];
  return score.value >= good ? "reliable" : score.value >= fair ? "fair" : "vague";
}

/** A direction's score, in plain words. */
export function scored({ name, score }: Described): string {
  if (!score) return "Found in the model alone, without labels: what it does, nobody has said.";
  const faces = `${score.faces.toLocaleString("en")} faces that it was not found from`;
  const percent = Math.round(100 * Math.max(score.value, 0));
  return score.kind === "R2"
    ? `On ${faces}, it explains ${percent} % of how ${name} differs (R² ${score.value.toFixed(2)}).`
    : `Of two faces, one ${name} and one not, it knows which in ${percent} of 100 cases ` +
        `(AUC ${score.value.toFixed(2)}, ${faces}).`;
}

/** What one step is. */
export function stepSize({ unit }: Described): string {
  const size = unit ? `, here ${Number(unit.value.toPrecision(3))} ${unit.of}` : "";
  return `One step is one standard deviation${size}.`;
}

/** A change of a reading, and what that is in the attribute's own unit: "age +0.42 (6 years)". */
export function stepsOf(direction: Direction & Partial<Described>, by: number): string {
  const { name, unit } = direction;
  const worth = unit ? ` (${signed(Number((unit.value * by).toPrecision(2)))} ${unit.of})` : "";
  return `${name} ${signed(by.toFixed(2))}${worth}`;
}

/** A number with its sign, and a minus as long as a plus. */
const signed = (value: number | string) =>
  Number(value) < 0 ? `−${String(value).slice(1)}` : `+${value}`;

/** The directions that a step drags along so far that the visitor should know; most first. */
export function drags({ leakage }: Described): [string, number][] {
  return Object.entries(leakage)
    .filter(([, size]) => Math.abs(size) >= WARNED)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
}

/** The same as a warning: "older, mouth-open (closed)"; empty where there is none. */
export function warning(direction: Described, all: readonly Described[]): string {
  return drags(direction)
    .map(([name, size]) => end(name, size, all))
    .join(", ");
}

/** What lies towards one side of another direction: its own word, as far as that says enough. */
function end(name: string, size: number, all: readonly Described[]): string {
  const { ends, kind } = all.find((other) => other.name === name) ?? { ends: null, kind: null };
  if (!ends) return size < 0 ? `less ${name}` : name;
  const word = ends[size < 0 ? 0 : 1];
  return kind === "label" ? word : `${name} (${word})`;
}

/** How far each is dragged along, for the details. */
export function dragged(direction: Described): string {
  const each = drags(direction).map(([name, size]) => `${name} by ${signed(size.toFixed(2))}`);
  return each.length
    ? `A step to the right also moves ${each.join(", ")} standard deviations.`
    : "";
}
