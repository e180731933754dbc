import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { at, beside, changes, type Direction, reading } from "./direction";
import { Morpher } from "./morpher";
import { seeded } from "./random";
import { choices } from "./walk";

// The table that the Python package's tests read, too.

interface Case {
  readonly z: number[];
  readonly step: number[];
  readonly locked: number[][];
  readonly wanted: number;
  readonly there: number[];
}

const path = new URL("../../../tests/model/locks.json", import.meta.url);
const table: { moves: Case[]; stuck: Pick<Case, "step" | "locked">[] } = JSON.parse(
  readFileSync(path, "utf8"),
);
const direction = (step: readonly number[], name = "x", mean = 0): Direction => ({
  name,
  step: Float32Array.from(step),
  mean,
});
const morpherAt = (z: readonly number[]) =>
  new Morpher(Float32Array.from(z), [0, 1], choices(seeded(1)));

test.each(table.moves)("$step beside $locked to $wanted", ({ z, step, locked, wanted, there }) => {
  const [moved, held] = [direction(step), locked.map((each) => direction(each))];
  const morpher = morpherAt(z);
  morpher.follow(moved, wanted, held);
  morpher.z.forEach((value, i) => void expect(value).toBeCloseTo(there[i] ?? NaN, 5));
  expect(reading(moved, morpher.z)).toBeCloseTo(wanted, 6);
  for (const each of held) {
    expect(reading(each, morpher.z)).toBeCloseTo(reading(each, Float32Array.from(z)), 6);
  }
});

test.each(table.stuck)("$step does not move beside $locked", ({ step, locked }) => {
  const held = locked.map((each, i) => direction(each, `l${i}`));
  expect(beside(direction(step), held)).toBeNull();
  const morpher = morpherAt([1, 2, 3, 4, 5, 6]);
  expect(() => morpher.follow(direction(step), 1, held)).toThrow("x cannot move beside l0");
  expect(Array.from(morpher.z)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(morpher.canUndo).toBe(false);
});

test("a direction locked twice is locked once", () => {
  const locked = direction([0, 1, 0]);
  expect(beside(direction([1, 1, 0]), [locked, locked])).toEqual(Float64Array.of(2, 0, 0));
});

test("a hundred steps to and fro leave locked readings where they were", () => {
  const [moved, held] = [direction([1, 2, -1, 0.5]), direction([0.5, 1, 1, -2])];
  const start = Float32Array.of(0.3, -0.2, 1.1, 0.7);
  let z: Float32Array = start;
  const step = beside(moved, [held]) ?? undefined;
  for (let i = 0; i < 100; i++) z = at(moved, z, i % 2 ? 2 : -2, step);
  expect(reading(held, z)).toBeCloseTo(reading(held, start), 5);
});

test("changes are the largest few in steps", () => {
  const directions = Array.from({ length: 6 }, (_, i) =>
    direction(
      Array.from({ length: 6 }, (_, k) => (k === i ? 2 : 0)),
      `d${i}`,
      i,
    ),
  );
  const by = [0.1, -0.9, 0.04, 0.5, -0.7, 0.2];
  const before = new Float32Array(6).fill(1);
  const found = changes(
    directions,
    before,
    Float32Array.from(by, (size) => 1 + 2 * size),
  );
  expect(found.map(([{ name }]) => name)).toEqual(["d1", "d4", "d3", "d5"]);
  found.forEach(
    ([, size], i) => void expect(size).toBeCloseTo([-0.9, -0.7, 0.5, 0.2][i] ?? NaN, 6),
  );
  expect(changes(directions, before, before)).toEqual([]);
});

test("the point before is the one before its last change, whatever was selected since", () => {
  const morpher = morpherAt([1, 2, 3]);
  expect(morpher.before).toBeNull();
  morpher.setCoordinate(0, 5);
  morpher.select(1, 0);
  expect(morpher.before).toEqual(Float32Array.of(1, 2, 3));
  morpher.undo();
  morpher.undo();
  expect(morpher.before).toBeNull();
});
