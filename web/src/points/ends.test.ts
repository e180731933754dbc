import { afterEach, expect, test } from "vitest";
import { FRENCH } from "../language/french";
import { GERMAN } from "../language/german";
import { ENGLISH, speak } from "../language/language";
import type { Described } from "./directions";
import { endsOf, endsOfDimension } from "./ends";

afterEach(() => speak(ENGLISH));

const direction = (name: string, ends: Described["ends"], ...step: number[]): Described => ({
  ...{ name, ends, kind: "label", mean: 0, score: null, unit: null, leakage: {} },
  step: Float32Array.from(step),
});

test("what a model says is said as a person would", () => {
  expect(endsOf("age", ["younger", "older"])).toEqual(["younger", "older"]);
  expect(endsOf("happy", ["less happy", "happier"])).toEqual(["less happy", "happier"]);
  expect(endsOf("glasses", ["less glasses", "more glasses"])).toEqual([
    "without glasses",
    "with glasses",
  ]);
  speak(GERMAN);
  expect(endsOf("glasses", ["less glasses", "more glasses"])).toEqual([
    "ohne Brille",
    "mit Brille",
  ]);
  speak(FRENCH);
  expect(endsOf("turn", ["to the left", "to the right"])).toEqual([
    "vers la gauche",
    "vers la droite",
  ]);
});

test("names that nobody has put into words have less and more", () => {
  expect(endsOf("freckles", ["less freckles", "more freckles"])).toEqual(["less", "more"]);
  expect(endsOf("my-own", null)).toEqual(["less", "more"]);
  speak(GERMAN);
  expect(endsOf("my-own", null)).toEqual(["weniger", "mehr"]);
});

test("a known name has its ends without a direction", () => {
  expect(endsOf("turn", null)).toEqual(["to the left", "to the right"]);
  expect(endsOf("glasses", null)).toEqual(["without glasses", "with glasses"]);
});

test("a dimension has the ends of the direction of its name, the way that it goes", () => {
  const found = [direction("tilt", ["ahead", "back"], 0.5, -2, 0)];
  expect(endsOfDimension("tilt", 0, found)).toEqual(["ahead", "back"]);
  expect(endsOfDimension("tilt", 1, found)).toEqual(["back", "ahead"]);
  expect(endsOfDimension("tilt", 2, found)).toEqual(["less", "more"]);
  expect(endsOfDimension("turn", 0, found)).toEqual(["to the left", "to the right"]);
});
