import { expect, test } from "vitest";
import { normals, seeded } from "../morpher/random";
import {
  changesInWords,
  dragged,
  grade,
  scored,
  stepSize,
  stepsOf,
  unrelated,
  warning,
} from "./direction-facts";
import { type Described, readDirections } from "./directions";

const base64 = (...values: number[]) =>
  Buffer.from(Float32Array.from(values).buffer).toString("base64");
const AGE = {
  name: "age",
  kind: "label",
  step: base64(0.5, -1, 0.25),
  mean: 0.12,
  score: { kind: "R2", value: 0.714, faces: 1234 },
  unit: { value: 14.333, of: "years" },
  ends: ["younger", "older"],
  leakage: { glasses: 0.41, smile: -0.6, yaw: 0.1, beard: 0.5 },
};
const text = (...directions: unknown[]) => JSON.stringify({ format: 1, directions });
const read = (changes: object = {}) =>
  readDirections(text({ ...AGE, ...changes }), 3)[0] as Described;

test("a direction comes as it was written", () => {
  expect(read()).toEqual({ ...AGE, step: Float32Array.of(0.5, -1, 0.25) });
});

test("what is not known of a direction is null", () => {
  expect(read({ score: null, unit: null, ends: null, leakage: {} })).toMatchObject({
    score: null,
    unit: null,
    ends: null,
  });
  expect(read({ score: 7, unit: "x", ends: [1], leakage: { a: "b" } })).toMatchObject({
    score: null,
    unit: null,
    ends: null,
    leakage: {},
  });
});

test.each([
  ["{", "no JSON"],
  ["[]", "format"],
  [JSON.stringify({ format: 2, directions: [] }), "format"],
  [text(7), "no direction"],
  [text({ ...AGE, name: "Big Age" }), "name"],
  [text({ ...AGE, step: base64(1, 2) }), "3 finite numbers"],
  [text({ ...AGE, step: base64(0, 0, 0) }), "3 finite numbers"],
  [text({ ...AGE, step: base64(0, Infinity, 0) }), "3 finite numbers"],
  [text({ ...AGE, step: "%%%" }), "3 finite numbers"],
  [text({ ...AGE, mean: null }), "age"],
])("damaged directions are refused: %s", (document, why) => {
  expect(() => readDirections(document, 3)).toThrow(why);
});

test("a moved face is still the same, a random one another", () => {
  const z = normals(seeded(1), 256);
  expect(unrelated(z, normals(seeded(2), 256))).toBe(true);
  // The mouse moves two numbers, however far; a direction all of them, each by little.
  expect(
    unrelated(
      z,
      z.map((value, i) => (i < 2 ? value + 5 : value)),
    ),
  ).toBe(false);
  expect(
    unrelated(
      z,
      z.map((value, i) => value + (i % 2 ? 0.2 : -0.2)),
    ),
  ).toBe(false);
  expect(unrelated(z, z)).toBe(false);
});

test("what has changed is told in words, the small left out", () => {
  const age = read();
  const tilt = read({ name: "tilt", kind: "measured", ends: ["ahead", "back"] });
  const all = [age, tilt];
  const told = [
    [tilt, -1.2],
    [age, 0.31],
  ] satisfies [Described, number][];
  expect(changesInWords("happy", told, all)).toBe("What else changed: tilt (ahead), older");
  expect(changesInWords(null, told, all)).toBe("What changed last: tilt (ahead), older");
  expect(changesInWords("happy", [[age, 0.2]], all)).toBe("What else changed: hardly anything");
  expect(changesInWords(null, [], all)).toBe("What changed last: hardly anything");
});

test("score, step and leakage in plain words", () => {
  expect(grade(read())).toBe("reliable");
  expect(scored(read())).toBe(
    "On 1,234 faces that it was not found from, it explains 71 % of how age differs (R² 0.71).",
  );
  expect(stepSize(read())).toBe("One step is one standard deviation, here 14.3 years.");
  const smile = { ...read({ name: "smile", ends: ["less smile", "more"] }) };
  const beard = { ...read({ name: "beard", kind: "measured", ends: ["shaved", "full"] }) };
  expect(warning(read(), [smile, beard])).toBe("less smile, beard (full), glasses");
  const mouth = { ...read({ name: "mouth-open", ends: ["closed, or teeth", "open"] }) };
  expect(warning(read({ leakage: { "mouth-open": 0.5 } }), [mouth])).toBe("mouth (open)");
  expect(warning(read(), [])).toBe("less smile, beard, glasses");
  expect(dragged(read())).toBe(
    "A step to the right also moves smile by −0.60, beard by +0.50, glasses by +0.41, yaw by +0.10 standard deviations.",
  );
  const happy = read({
    name: "happy",
    score: { kind: "AUC", value: 0.72, faces: 90 },
    leakage: {},
  });
  expect(grade(happy)).toBe("fair");
  expect(scored(happy)).toContain("it knows which in 72 of 100 cases (AUC 0.72, 90 faces");
  expect(warning(happy, [])).toBe("");
  expect(dragged(happy)).toBe("");
  expect(stepsOf(read(), -0.4)).toBe("age −0.40 (−5.7 years)");
  expect(stepsOf({ ...read(), unit: null }, 1)).toBe("age +1.00");
});
