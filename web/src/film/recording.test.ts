import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LONGEST, Recording } from "./recording";

// The table that the Python package's tests run, too: what is recorded when, and its film.

interface Story {
  readonly name: string;
  readonly events: ["look" | "end", number, number][];
  readonly milliseconds: number;
  /** The number of a point, and for how many frames it is seen. */
  readonly film: [number, number][];
}

const table = new URL("../../../tests/session/recordings.json", import.meta.url);
const STORIES = JSON.parse(readFileSync(table, "utf8")) as Story[];

const point = (value: number) => Float32Array.of(value, 0);

describe.each([0, 86_399.5])("the recordings that Python makes, begun at %d s", (begun) => {
  test.each(STORIES)("$name", ({ events, milliseconds, film }) => {
    const recording = new Recording(point(0), begun);
    for (const [event, time, number] of events) {
      const now = begun + time / 1000;
      if (event === "look") recording.look(point(number), now);
      else recording.end(now);
    }
    expect(recording.seconds).toBeCloseTo(milliseconds / 1000, 9);
    const frames = Array.from(recording.points(), (z) => z[0]);
    expect(frames).toEqual(film.flatMap(([number, count]) => Array(count).fill(number)));
    expect(recording.frames()).toBe(frames.length);
  });
});

test("a face that rests stays, and is one point", () => {
  const recording = new Recording(point(7), 0);
  for (let frame = 1; frame < 60; frame++) recording.look(point(7), frame / 60);
  recording.end(1);
  const frames = [...recording.points()];
  expect(frames).toHaveLength(30);
  expect(new Set(frames).size).toBe(1);
});

test("it says when it is at its longest", () => {
  const recording = new Recording(point(0), 5);
  expect(recording.full(5 + LONGEST)).toBe(false);
  expect(recording.full(5 + LONGEST + 0.1)).toBe(true);
});
