import { expect, test } from "vitest";
import { type Face, hinted, joined } from "./face";
import type { Position } from "./similarity";

const SHAPE = [
  [-0.5, 0],
  [0.5, 0],
  [0, 0.5],
  [-0.4, 1],
  [0.4, 1],
] as const;

const at = (x: number, score: number, eyes = 10): Face => ({
  landmarks: SHAPE.map(([dx, dy]): Position => [x + dx * eyes, 50 + dy * eyes]),
  score,
});

test("what was sure stays, and the rest gives way", () => {
  const [sure, unsure, same, other] = [at(50, 0.9), at(200, 0.6), at(52, 0.95), at(203, 0.85)];
  expect(joined([sure, unsure], [same, other])).toEqual([sure, other]);
  expect(joined([sure, unsure], [])).toEqual([sure]);
});

test("of two unsure looks the better one counts", () => {
  const [unsure, better] = [at(200, 0.6), at(202, 0.7)];
  expect(joined([unsure], [better])).toEqual([better]);
  expect(joined([better], [unsure])).toEqual([better]);
  expect(joined([unsure], [])).toEqual([unsure]);
});

test("parts of a sure face are no hint of another", () => {
  const large = at(100, 0.9, 60);
  expect(hinted([large, at(110, 0.4)], [large])).toBe(false);
  expect(hinted([large, at(300, 0.4)], [large])).toBe(true);
  expect(hinted([large, at(300, 0.1)], [large])).toBe(false);
  expect(hinted([at(300, 0.4)], [])).toBe(true);
});
