import { expect, test } from "vitest";
import { LONGEST, Track } from "./track";

const point = (value: number) => Float32Array.of(value, 0);
const film = (track: Track) => Array.from(track.film(), (z) => z[0]);

test("each frame shows the newest point of its time", () => {
  const track = new Track(point(0), 100);
  track.look(point(1), 100.05);
  track.look(point(2), 100.06);
  track.look(point(3), 100.2);
  track.end(100.25);
  // Frames end at 1/30, 2/30, ... after the beginning.
  expect(film(track)).toEqual([0, 2, 2, 2, 2, 3, 3, 3]);
});

test("a film begins with the face that was there, and ends with the last, however brief", () => {
  const track = new Track(point(0), 100);
  track.look(point(1), 100.001);
  track.end(100.001);
  expect(film(track)).toEqual([0, 1]);
  track.look(point(2), 100.101);
  track.end(100.101);
  expect(film(track)).toEqual([0, 1, 1, 2]);
});

test("a film has a frame at least", () => {
  const track = new Track(point(7), 5);
  track.end(5);
  expect(film(track)).toEqual([7]);
});

test("a face that rests stays, and is one point", () => {
  const track = new Track(point(7), 0);
  for (let frame = 1; frame < 60; frame++) track.look(point(7), frame / 60);
  track.end(1);
  const frames = [...track.film()];
  expect(frames).toHaveLength(30);
  expect(new Set(frames).size).toBe(1);
});

test("nothing is noted beyond ten minutes", () => {
  const track = new Track(point(0), 0);
  track.look(point(1), 1);
  track.look(point(2), LONGEST + 1);
  track.end(LONGEST + 50);
  expect(track.full(LONGEST + 1)).toBe(true);
  expect(track.seconds).toBe(LONGEST);
  expect(track.frames).toBe(30 * LONGEST);
  expect(film(track).at(-1)).toBe(1);
});
