import { expect, test } from "vitest";
import type { Point } from "../morpher/point";
import { normals, seeded } from "../morpher/random";
import { LinkError, pack, unpack } from "./link";

const DECODER = "0badcafe".padEnd(64, "0");
const MODEL = { decoder: DECODER, latentSize: 7, dimensions: 5 };
const point = (z: Float32Array): Point => ({ z, selected: [3, 1], reach: 1.5 });

test("what a link holds comes back, within half a step of 1/256", () => {
  const z = normals(seeded(5), 7);
  const back = unpack(pack(point(z), DECODER), MODEL);
  expect(back.selected).toEqual([3, 1]);
  expect(back.reach).toBe(1.5);
  back.z.forEach((value, i) => {
    expect(Math.abs(value - (z[i] ?? NaN))).toBeLessThanOrEqual(1 / 512);
  });
});

test("a far coordinate makes the link exact, and longer", () => {
  const z = Float32Array.of(0.1, -0.2, 7.999, 0, 0, 0, 100);
  const narrow = pack(point(new Float32Array(7)), DECODER);
  const wide = pack(point(z), DECODER);
  expect(unpack(wide, MODEL).z).toEqual(z);
  expect(wide.length).toBeGreaterThan(narrow.length);
});

test("a link of 400 coordinates is less than a thousand characters", () => {
  const payload = pack(point(normals(seeded(1), 400)), DECODER);
  expect(payload).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(payload.length).toBeLessThan(1000);
});

test("any character changed, and any cut, is found", () => {
  const payload = pack(point(normals(seeded(9), 7)), DECODER);
  for (let i = 0; i < payload.length; i++) {
    const other = payload[i] === "A" ? "B" : "A";
    const changed = payload.slice(0, i) + other + payload.slice(i + 1);
    expect(() => unpack(changed, MODEL), `at ${i}`).toThrow(LinkError);
    expect(() => unpack(payload.slice(0, i), MODEL), `cut at ${i}`).toThrow(LinkError);
  }
});

test("a link of another model says so", () => {
  const payload = pack(point(new Float32Array(7)), "f".repeat(64));
  expect(() => unpack(payload, MODEL)).toThrow("another model");
});

test("links for other sizes and dimensions are damaged, and say why", () => {
  const payload = pack(point(new Float32Array(7)), DECODER);
  expect(() => unpack(payload, { ...MODEL, latentSize: 9 })).toThrow("length");
  expect(() => unpack(payload, { ...MODEL, dimensions: 3 })).toThrow("dimensions");
  const reach = pack({ ...point(new Float32Array(7)), reach: -1 }, DECODER);
  expect(() => unpack(reach, MODEL)).toThrow("range");
  const infinite = pack(point(Float32Array.of(0, 0, 0, Infinity, 0, 0, 0)), DECODER);
  expect(() => unpack(infinite, MODEL)).toThrow("finite");
  expect(() => unpack("%%%", MODEL)).toThrow("characters");
});
