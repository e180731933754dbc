import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeNames, isNames, keptNames, NamesError, readNames } from "./dimension-names";
import { tidy } from "./tidy";

// The table that the Python package's tests read, too.

interface Table {
  readonly decoder: string;
  readonly latent_size: number;
  readonly tidy: [string, string][];
  readonly good: { readonly names: Record<string, string> }[];
  readonly bad: { readonly why: string; readonly document: unknown }[];
  readonly other: unknown[];
}

const path = new URL("../../../tests/points/names.json", import.meta.url);
const table = JSON.parse(readFileSync(path, "utf8")) as Table;
const OWNER = {
  name: "faces",
  decoder: table.decoder,
  latentSize: table.latent_size,
  dimensions: 3,
};

test.each(table.tidy)("%j is tidy as %j", (typed, name) => {
  expect(tidy(typed)).toBe(name);
  expect(tidy(name)).toBe(name);
});

test("a name is cut after forty characters, and never inside of one", () => {
  expect(tidy("😀".repeat(50))).toBe("😀".repeat(40));
  expect(tidy(`${"x".repeat(39)} y`)).toBe("x".repeat(39));
});

describe("documents of names", () => {
  test.each(table.good)("$names", (document) => {
    expect(isNames(document)).toBe(true);
    expect(readNames(document, OWNER)).toEqual(document.names);
    expect(keptNames(document, OWNER, [])).toEqual(document.names);
    const written = JSON.parse(JSON.stringify(describeNames(document.names, OWNER)));
    expect(readNames(written, OWNER)).toEqual(document.names);
  });

  test.each(table.bad)("refused: $why", ({ document }) => {
    expect(() => readNames(document, OWNER)).toThrow(NamesError);
    expect(keptNames(document, OWNER, [])).toEqual({});
  });

  test.each(table.other)("no names: %j", (document) => {
    expect(isNames(document)).toBe(false);
  });
});

test("names that the page has kept by rank are carried over to places in z", () => {
  // As the page stored it before: {"0": "smile", "2": "  light ", ...}.
  const stored = { 0: "smile", 2: "  light ", 3: "beyond", x: "no", 1: 7, "-1": "no" };
  const kept = keptNames(JSON.parse(JSON.stringify(stored)), OWNER, [9, 4, 1]);
  expect(kept).toEqual({ 9: "smile", 1: "light" });
  for (const nonsense of [undefined, null, [], "text", 7]) {
    expect(keptNames(nonsense, OWNER, [9, 4, 1])).toEqual({});
  }
});
