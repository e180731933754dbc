import { expect, test } from "vitest";
import { SCORE_FLOOR } from "./face";
import { recorded } from "./recorded";
import { anySize, facesIn, planes } from "./yunet";

const { side, cells, faces } = recorded.seen;
const NUMBERS: Record<string, number> = { cls: 1, obj: 1, bbox: 4, kps: 10 };

/** The network's outputs, of which the table has the cells that matter. */
function outputs(name: string): Float32Array {
  const [kind = "", stride = ""] = name.split("_");
  const count = NUMBERS[kind] ?? 0;
  const values = new Float32Array((side / Number(stride)) ** 2 * count);
  for (const cell of cells) {
    if (cell.stride === Number(stride)) {
      values.set(cell[kind as "cls"], cell.cell * count);
    }
  }
  return values;
}

test("the faces are those that OpenCV reads in the same numbers", () => {
  const found = facesIn(outputs, side, side).filter(({ score }) => score >= SCORE_FLOOR);
  expect(cells.length).toBeGreaterThan(2 * faces.length); // so that some had to go
  expect(found.length).toBe(faces.length);
  found.forEach(({ landmarks, score }, i) => {
    expect(score).toBeCloseTo(faces[i]?.score ?? NaN, 5);
    landmarks.flat().forEach((value, j) => {
      expect(value).toBeCloseTo(faces[i]?.landmarks[j] ?? NaN, 3);
    });
  });
});

test("a square in which nothing is seen has no faces", () => {
  expect(facesIn((name) => outputs(name).fill(0), side, side)).toEqual([]);
});

test("the network is shown blue, green and red, each by itself", () => {
  const data = Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  expect(Array.from(planes({ data }))).toEqual([3, 6, 9, 12, 2, 5, 8, 11, 1, 4, 7, 10]);
});

test("the two sides that the network states give way to names", () => {
  const stated = [0x0a, 3, 0x08, 0x80, 5];
  const named = (name: string) => [0x0a, 3, 0x12, 1, name.charCodeAt(0)];
  const freed = anySize(Uint8Array.of(7, 0x0a, 3, ...stated, ...stated, 0x0a));
  expect(Array.from(freed)).toEqual([7, 0x0a, 3, ...named("h"), ...named("w"), 0x0a]);
});

test("a network of another make is not taken for the finder", () => {
  expect(() => anySize(new Uint8Array(1000))).toThrow("not the one that is expected");
});
