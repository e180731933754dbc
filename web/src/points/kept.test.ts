import { expect, test } from "vitest";
import { freshName, keptFace, MOST, readKept, written } from "./kept";
import { keyOf, put, type Shelf, take } from "./storage";
import {
  describeDirection,
  difference,
  directionName,
  readDifference,
  readDifferences,
} from "./user-directions";

const OWNER = { name: "faces48", decoder: "ab".repeat(32), latentSize: 3, dimensions: 3 };
const OTHER = { ...OWNER, decoder: "cd".repeat(32) };
const POINT = { z: Float32Array.of(0.1, -2, 3.5), selected: [2, 0], reach: 2 } as const;

/** What JSON makes of a value on its way to the browser's storage and back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function shelf(): Shelf & { items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
    },
    removeItem: (key) => {
      items.delete(key);
    },
  };
}

test("kept faces come back, in order, with their names", () => {
  const faces = [keptFace("Ágnes", POINT), keptFace("Ágnes", { ...POINT, reach: 1 })];
  const back = readKept(stored(written(faces, OWNER)), OWNER);
  expect(back.map(({ name, point }) => ({ name, point }))).toEqual(
    faces.map(({ name, point }) => ({ name, point })),
  );
  expect(new Set(back.map(({ id }) => id)).size).toBe(2);
});

test("what is damaged, or another model's, is left out, and the rest stays", () => {
  const good = written([keptFace("good", POINT)], OWNER) as unknown[];
  const bad = written([keptFace("other model", POINT)], OTHER) as unknown[];
  const mixed = [null, 7, {}, { name: 1, point: 2 }, ...bad, ...good, { name: 5, point: good }];
  expect(readKept(stored(mixed), OWNER).map(({ name }) => name)).toEqual(["good"]);
  for (const nonsense of [undefined, null, 7, "text", {}])
    expect(readKept(nonsense, OWNER)).toEqual([]);
});

test("there is a limit to the faces that are read", () => {
  const many = written(Array(MOST + 20).fill(keptFace("x", POINT)), OWNER);
  expect(readKept(stored(many), OWNER)).toHaveLength(MOST);
});

test("fresh names are new", () => {
  expect(freshName([])).toBe("Face 1");
  expect(freshName([keptFace("Face 2", POINT)])).toBe("Face 3");
});

test("a difference is the step between two points, and comes back", () => {
  const smile = difference("smile", Float32Array.of(1, 0, 0), Float32Array.of(1.5, 0, -0.1));
  if (!smile) throw new Error("there is a difference");
  expect(Array.from(smile.step)).toEqual([0.5, 0, Math.fround(-0.1)]);
  const document = stored([describeDirection(smile, OWNER)]);
  expect(document).toMatchObject([
    {
      format: "morphing-faces direction 1",
      name: "smile",
      decoder: OWNER.decoder,
      step: [0.5, 0, -0.1],
    },
  ]);
  expect(readDifferences(document, OWNER)).toEqual([smile]);
  expect(readDifferences(document, OTHER)).toEqual([]);
  expect(difference("none", POINT.z, POINT.z)).toBeNull();
});

test("damaged directions in the storage are left out", () => {
  const good = {
    ...describeDirection({ name: "a", step: Float32Array.of(1, 2, 3), mean: 0 }, OWNER),
  };
  const bad = [
    null,
    { ...good, name: "Not Allowed" },
    { ...good, step: [1, 2] },
    { ...good, step: [0, 0, 0] },
    { ...good, step: [1, "2", 3] },
    { ...good, step: [1, 1e300, 3] },
    { ...good, format: "other" },
  ];
  expect(readDifferences(stored([...bad, good, good]), OWNER)).toHaveLength(1);
  expect(readDifferences(7, OWNER)).toEqual([]);
  expect(readDifference(stored(good), OWNER).name).toBe("a");
  expect(() => readDifference(stored(bad[1]), OWNER)).toThrow("damaged");
  expect(() => readDifference(stored(good), OTHER)).toThrow("another model");
});

test("what a visitor types becomes the name of a direction", () => {
  expect(directionName("  Big smile! ")).toBe("big-smile");
  expect(directionName("Ágnes 2")).toBe("agnes-2");
  expect(directionName("2 much")).toBe("much");
  expect(directionName("顔")).toBe("");
  expect(directionName("x ".repeat(40)).length).toBeLessThanOrEqual(32);
});

test("storage that is damaged, full or missing is survived", () => {
  const place = shelf();
  expect(put(place, keyOf("faces", "ab"), [1])).toBe(true);
  expect(take(place, keyOf("faces", "ab"))).toEqual([1]);
  expect(take(place, keyOf("faces", "cd"))).toBeUndefined();
  place.items.set("broken", "{");
  expect(take(place, "broken")).toBeUndefined();
  const full: Shelf = {
    ...place,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(put(full, "key", 1)).toBe(false);
  expect(put(null, "key", 1)).toBe(false);
  expect(take(null, "key")).toBeUndefined();
});
