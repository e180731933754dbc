import { expect, test } from "vitest";
import { Morpher } from "./morpher";
import type { Choices } from "./walk";

/** Always the first dimension, upwards. */
const UP: Choices = { choose: () => 0, sign: () => 1 };

const make = (z = [0, 0, 0, 0, 0], choices = UP) =>
  new Morpher(Float32Array.from(z), [4, 0, 2], choices);
const rounded = (morpher: Morpher) => Array.from(morpher.z, (value) => Number(value.toFixed(4)));

test("a move sets the two selected coordinates and nothing else", () => {
  const morpher = make([1, 2, 3, 4, 5]);
  morpher.move(0.5, -0.25);
  expect(rounded(morpher)).toEqual([-0.25, 2, 3, 4, 0.5]);
});

test("moves outside of the picture, and numbers that are none, are ignored", () => {
  const morpher = make();
  for (const [x, y] of [
    [1.01, 0],
    [0, -2],
    [NaN, 0],
  ] as const) {
    morpher.move(x, y);
  }
  expect(rounded(morpher)).toEqual([0, 0, 0, 0, 0]);
  expect(morpher.canUndo).toBe(false);
});

test("while frozen, moves and walks do nothing, and sliders work", () => {
  const morpher = make();
  morpher.toggleFreeze();
  morpher.move(1, 1);
  morpher.walkStep();
  expect(morpher.canUndo).toBe(false);
  morpher.setCoordinate(2, 0.75);
  expect(rounded(morpher)).toEqual([0, 0, 0.75, 0, 0]);
});

test("selecting leaves the face as it is, and can be undone", () => {
  const morpher = make([1, 2, 3, 4, 5]);
  morpher.select(2, 0);
  expect(rounded(morpher)).toEqual([1, 2, 3, 4, 5]);
  morpher.undo();
  expect(morpher.selected).toEqual([0, 1]);
});

test("what is not allowed is refused in a sentence, and changes nothing", () => {
  const morpher = make();
  expect(() => morpher.select(1, 1)).toThrow("must differ");
  expect(() => morpher.select(0, 3)).toThrow("there is no dimension 3; choose from 0 to 2");
  expect(() => morpher.setReach(0)).toThrow("above 0 and at most 1,000,000");
  expect(() => morpher.setCoordinate(0, NaN)).toThrow("a finite number");
  expect(() => morpher.go(Float32Array.of(1, 2, Infinity, 3, 4))).toThrow("5 finite numbers");
  expect(() => morpher.go(new Float32Array(4))).toThrow("5 finite numbers");
  expect(morpher.canUndo).toBe(false);
});

test("a hover is one change, until anything else happens", () => {
  const morpher = make();
  morpher.move(0.1, 0.1);
  morpher.move(0.2, 0.2);
  morpher.toggleFreeze();
  morpher.toggleFreeze();
  morpher.move(0.3, 0.3);
  morpher.undo();
  expect(morpher.coordinate(0)).toBeCloseTo(0.2);
  morpher.undo();
  expect(morpher.coordinate(0)).toBe(0);
  expect(morpher.undo()).toBe(false);
});

test("one slider's changes are one change, another slider's another", () => {
  const morpher = make();
  for (const value of [0.1, 0.2, 0.3]) morpher.setCoordinate(0, value);
  morpher.setCoordinate(1, 1);
  morpher.undo();
  expect(morpher.coordinate(0)).toBeCloseTo(0.3);
  morpher.undo();
  expect(morpher.coordinate(0)).toBe(0);
});

test("redo takes an undo back, and a new change forgets it", () => {
  const morpher = make();
  morpher.go(Float32Array.of(1, 1, 1, 1, 1));
  morpher.undo();
  expect(morpher.redo()).toBe(true);
  expect(rounded(morpher)).toEqual([1, 1, 1, 1, 1]);
  morpher.undo();
  morpher.setCoordinate(0, 0.5);
  expect(morpher.canRedo).toBe(false);
});

test("reset goes back to where the session began, and can be undone", () => {
  const morpher = make([1, 2, 3, 4, 5]);
  morpher.move(0, 0);
  morpher.reset();
  expect(rounded(morpher)).toEqual([1, 2, 3, 4, 5]);
  morpher.undo();
  expect(rounded(morpher)).toEqual([0, 2, 3, 4, 0]);
});

test("ten shares of a walk's step are a step, which turns round at 3", () => {
  const morpher = make();
  for (let i = 0; i < 10; i++) morpher.walkStep(0.1);
  expect(morpher.coordinate(0)).toBeCloseTo(0.5);
  morpher.walkStep(5);
  expect(morpher.coordinate(0)).toBeCloseTo(3);
  morpher.walkStep();
  expect(morpher.coordinate(0)).toBeCloseTo(2.5);
  morpher.undo();
  expect(morpher.coordinate(0)).toBe(0);
});

test("following a direction changes z along it alone, as one change a drag", () => {
  const age = { name: "age", step: Float32Array.of(1, 0, -1, 0, 0), mean: 0.5 };
  const morpher = make([1, 2, 3, 4, 5]);
  morpher.toggleFreeze();
  for (const reading of [0, 0.25, 0.5]) morpher.follow(age, reading);
  expect(rounded(morpher)).toEqual([3, 2, 1, 4, 5]);
  morpher.follow({ ...age, name: "other" }, 1.5);
  expect(() => morpher.follow(age, Infinity)).toThrow("5 finite numbers");
  morpher.undo();
  expect(rounded(morpher)).toEqual([3, 2, 1, 4, 5]);
  morpher.undo();
  expect(rounded(morpher)).toEqual([1, 2, 3, 4, 5]);
  expect(morpher.canUndo).toBe(false);
});

test("a glide is one change, and two with a pause are two", () => {
  const morpher = make();
  const to = (value: number) => morpher.glide(Float32Array.of(value, value, value, value, value));
  for (const value of [0.25, 0.5, 1]) to(value);
  morpher.pause();
  to(2);
  morpher.undo();
  expect(rounded(morpher)).toEqual([1, 1, 1, 1, 1]);
  morpher.undo();
  expect(rounded(morpher)).toEqual([0, 0, 0, 0, 0]);
});
