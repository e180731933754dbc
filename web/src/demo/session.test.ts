import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Manifest, PackedFile } from "../model/manifest";
import type { Port } from "../model/port";
import type { Answers, Request } from "../model/protocol";
import type { Source } from "../model/source";
import { describePoint, readPoint } from "../points/document";
import { pack } from "../points/link";
import type { Address } from "./address";
import { Session } from "./session.svelte";

// A session needs no page: who answers, where the model is from and where the point is kept are
// plain objects here, as they are beside a kernel.

const DECODER = "c0ffee42".padEnd(64, "0");
const file = (path: string): PackedFile => ({ path, size: 9, unpacked: 9, sha256: "0" });
const MANIFEST: Manifest = {
  format: 1,
  name: "plain",
  image: { height: 3, width: 2, channels: 1, eyes: null },
  latent_size: 4,
  interesting: [3, 0, 1].map((index) => ({ index, kl: 1, name: null })),
  decoder: DECODER,
  files: {
    decoder: file("decoder"),
    std: file("std"),
    prior: { ...file("prior"), noise_size: 2 },
  },
  start: { z: [0.5, -0.5, 0.25, 1], face: "start.webp" },
  golden: "golden.json",
};

/** Makes faces whose first level says which point they are of. */
class PlainPort implements Port {
  readonly asked: Request[] = [];
  readonly loaded: string[] = [];
  broken = "";

  async start(): Promise<void> {
    if (this.broken) throw new Error(this.broken);
  }

  async load(part: string): Promise<void> {
    this.loaded.push(part);
  }

  async ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    this.asked.push(request);
    return this.answer(request) as Answers[K];
  }

  private answer(request: Request): Answers[keyof Answers] {
    if (request.kind === "sample") return Float32Array.of(2, 2, 2, ...request.noise.slice(0, 1));
    if (request.kind !== "face") throw new Error("no photographs here");
    const { height, width } = request.size;
    const pixels = new Uint8ClampedArray(4 * height * width).fill(100 * (request.z[0] ?? 0));
    return { mean: { height, width, pixels }, deviation: null, milliseconds: 1 };
  }
}

class PlainSource implements Source {
  missing = false;

  async describe(): Promise<Manifest> {
    if (this.missing) throw new Error("There is no model here.");
    return MANIFEST;
  }

  async fetch(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array();
  }

  address = (path: string) => `model:${path}`;
}

class PlainAddress implements Address {
  readonly written: string[] = [];

  constructor(private readonly begun = "") {}

  read = () => this.begun;
  write = (words: string) => void this.written.push(words);
  link = (words: string) => `notebook:${words}`;
}

const words = (...z: number[]) =>
  `p=${pack({ z: Float32Array.from(z), selected: [0, 1], reach: 1 }, DECODER)}`;

function open(begun = "", port = new PlainPort(), source = new PlainSource()) {
  const address = new PlainAddress(begun);
  return { session: new Session({ port, source, address }), port, source, address };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything happen that is on its way, and that waits for a while. */
const settle = () => vi.advanceTimersByTimeAsync(5000);

test("it shows the face that the model begins with, and then those that it is moved to", async () => {
  const { session, port } = open();
  await settle();
  expect(session.phase).toBe("ready");
  expect(Array.from(session.shown ?? [])).toEqual(MANIFEST.start.z);
  expect(session.face?.mean).toMatchObject({ height: 15, width: 10 });
  session.move(-1, 0.75);
  await settle();
  expect(Array.from(session.shown ?? [])).toEqual([0.75, -0.5, 0.25, -1]);
  expect(session.face?.mean.pixels[0]).toBe(75);
  expect(session.values).toEqual([-1, 0.75, -0.5]);
  expect(port.loaded).toEqual(["prior"]);
});

test("it begins at the point that its address has, and keeps the point there", async () => {
  const { session, address } = open(words(1, 2, 3, 4));
  await settle();
  expect(Array.from(session.shown ?? [])).toEqual([1, 2, 3, 4]);
  expect(session.canUndo).toBe(false);
  expect(address.written).toEqual([]);
  session.set(0, -2);
  session.set(0, -2.5);
  await settle();
  expect(address.written).toEqual([words(1, 2, 3, -2.5)]);
  expect(session.link()).toBe(`notebook:${words(1, 2, 3, -2.5)}`);
});

test("an address that cannot be followed is explained, and a random face comes", async () => {
  const { session } = open(words(1, 2, 3, 4).slice(0, -3));
  await settle();
  expect(session.notice).toContain("This link is damaged");
  expect(Array.from(session.shown ?? []).slice(0, 3)).toEqual([2, 2, 2]);
});

test("a link that comes later is a change like others", async () => {
  const { session } = open();
  await settle();
  session.follow(words(1, 2, 3, 4));
  await settle();
  expect(Array.from(session.shown ?? [])).toEqual([1, 2, 3, 4]);
  session.undo();
  await settle();
  expect(Array.from(session.shown ?? [])).toEqual(MANIFEST.start.z);
});

// The table that the Python package's tests run, too: what a session makes of a point's document.
interface Table {
  readonly before: { selected: [number, number]; reach: number };
  readonly cases: {
    readonly name: string;
    readonly says: object;
    readonly after?: Table["before"];
    readonly refused?: string;
  }[];
}
const path = new URL("../../../tests/points/documents.json", import.meta.url);
const { before, cases } = JSON.parse(readFileSync(path, "utf8")) as Table;

test.each(cases)("whoever goes to a point that $name keeps the rest", async (told) => {
  const { session } = open();
  await settle();
  session.select(...before.selected);
  session.setReach(before.reach);
  const owner = { name: "plain", decoder: DECODER, latentSize: 4, dimensions: 3 };
  const there = { z: Float32Array.of(1, 2, 3, 4), selected: null, reach: null };
  const text = JSON.stringify({ ...JSON.parse(describePoint(there, owner)), ...told.says });
  if (told.refused) expect(() => readPoint(text, owner)).toThrow(told.refused);
  else session.go(readPoint(text, owner), "There.");
  await settle();
  expect(Array.from(session.point ?? [])).toEqual(told.refused ? MANIFEST.start.z : [1, 2, 3, 4]);
  expect({ selected: session.selected, reach: session.reach }).toEqual(told.after ?? before);
});

test("while the model is on its way, only a face that somebody asked for is promised", async () => {
  const port = new PlainPort();
  port.start = () => new Promise(() => undefined);
  const { session } = open("", port);
  await settle();
  expect([session.phase, session.ahead]).toEqual(["loading", false]);
  session.move(-1, 0.5);
  expect(session.ahead).toBe(true);
  session.undo();
  expect(session.ahead).toBe(false);
});

test("a model that does not come is explained, and asked for again", async () => {
  const source = new PlainSource();
  source.missing = true;
  const { session, port } = open("", new PlainPort(), source);
  await settle();
  expect(session.phase).toBe("failed");
  expect(session.failure).toBe("There is no model here.");
  source.missing = false;
  port.broken = "Nobody makes faces here.";
  session.retry();
  await settle();
  expect(session.failure).toBe("Nobody makes faces here.");
  expect(session.manifest?.name).toBe("plain");
  port.broken = "";
  session.retry();
  await settle();
  expect(session.phase).toBe("ready");
  expect(session.face).not.toBeNull();
});

test("what is not allowed is explained, and changes nothing", async () => {
  const { session } = open();
  await settle();
  session.setReach(-1);
  expect(session.notice).toBe("The range must be above 0 and at most 1,000,000.");
  await settle();
  expect(session.reach).toBe(1);
});
