import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { groupDifference, hardly } from "./groups";

// The table that the Python package's tests read, too.

interface Case {
  readonly first: number[][];
  readonly second: number[][];
  readonly step: number[];
  readonly length: number;
  readonly error: number;
  readonly chance: number;
}

const path = new URL("../../../tests/model/differences.json", import.meta.url);
const table = JSON.parse(readFileSync(path, "utf8")) as Case[];
const points = (rows: number[][]) => rows.map((row) => Float32Array.from(row));

test.each(table)("groups of $first.length and $second.length", (each) => {
  const found = groupDifference(points(each.first), points(each.second));
  expect(found?.step).toEqual(Float32Array.from(each.step));
  expect(found?.length).toBeCloseTo(each.length, 12);
  expect(found?.error).toBeCloseTo(each.error, 12);
  expect(found?.chance).toBeCloseTo(each.chance, 12);
  expect(found && hardly(found)).toBe(each.length < 1.5 * each.chance);
});

test("the table has differences, and some that are hardly any", () => {
  expect(new Set(table.map(({ length, chance }) => length < 1.5 * chance)).size).toBe(2);
});

test("a group of one, and groups of the same mean, have no difference", () => {
  const two = points([
    [1, 0],
    [0, 1],
  ]);
  expect(groupDifference(two.slice(1), two)).toBeNull();
  expect(groupDifference(two, two.slice(1))).toBeNull();
  expect(groupDifference(two, two)).toBeNull();
});
