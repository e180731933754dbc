const UNITS = [
  [3.156e7, "year"],
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;
const AGE_OF_THE_UNIVERSE = 4.35e17; // seconds
const SCALES = [
  [1e9, " thousand million"],
  [1e6, " million"],
  [1e3, " thousand"],
] as const;

/** A time in words, such as "about 3 hours", to one or two digits. */
export function inWords(seconds: number): string {
  if (seconds < 1) return "less than a second";
  if (seconds > AGE_OF_THE_UNIVERSE) return "longer than the universe is old";
  const [length, unit] = UNITS.find(([each]) => seconds >= 2 * each) ?? [1, "second"];
  const count = Number((seconds / length).toPrecision(2));
  const [scale, word] = SCALES.find(([each]) => count >= each) ?? [1, ""];
  const number = Number((count / scale).toPrecision(2));
  const plural = number === 1 && scale === 1 ? "" : "s";
  return `${length === 1 ? "" : "about "}${number}${word} ${unit}${plural}`;
}
