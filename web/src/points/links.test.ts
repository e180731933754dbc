import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LinkError, pack, unpack } from "./link";

// The table that the Python package's tests read, too.

interface Table {
  readonly decoder: string;
  readonly latent_size: number;
  readonly dimensions: number;
  readonly good: { z: number[]; selected: [number, number]; reach: number; payload: string }[];
  readonly bad: { payload: string; why: string }[];
}

const path = new URL("../../../tests/points/links.json", import.meta.url);
const table = JSON.parse(readFileSync(path, "utf8")) as Table;
const model = {
  decoder: table.decoder,
  latentSize: table.latent_size,
  dimensions: table.dimensions,
};

test.each(table.good)("$payload", ({ z, selected, reach, payload }) => {
  expect(pack({ z: Float32Array.from(z), selected, reach }, table.decoder)).toBe(payload);
  const found = unpack(payload, model);
  expect(Array.from(found.z)).toEqual(z);
  expect(found.selected).toEqual(selected);
  expect(found.reach).toBe(reach);
});

test.each(table.bad)("refused: $why", ({ payload, why }) => {
  expect(() => unpack(payload, model)).toThrow(LinkError);
  expect(() => unpack(payload, model)).toThrow(why);
});
