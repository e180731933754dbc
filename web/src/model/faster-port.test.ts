import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Ending, FasterPort } from "./faster-port";
import type { Manifest } from "./manifest";
import type { Answers, Request } from "./protocol";

// Who makes the faces, with workers and a graphics processor that are plain objects here.

const MANIFEST = {
  image: { height: 1, width: 1, channels: 1, eyes: null },
  latent_size: 2,
  start: { z: [0.5, -0.5] },
} as unknown as Manifest;

/** Makes faces of one level, in as many milliseconds as it is told. */
class PlainPort implements Ending {
  asked = 0;
  started = false;
  ended = false;
  broken = false;

  constructor(
    private readonly provider: "wasm" | "webgpu",
    private readonly milliseconds: number,
    private readonly level = 100,
  ) {}

  async start(): Promise<void> {
    this.started = true;
  }

  async load(): Promise<void> {}

  async ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]> {
    if (this.broken) throw new Error("The device is lost.");
    this.asked++;
    const mean = { height: 1, width: 1, pixels: Uint8ClampedArray.of(this.level, 0, 0, 255) };
    const { provider, milliseconds } = this;
    if (request.kind === "sample") return Float32Array.of(1) as Answers[K];
    return { mean, deviation: null, milliseconds, provider } as Answers[K];
  }

  end(): void {
    this.ended = true;
  }
}

const REQUEST = {
  kind: "face",
  z: Float32Array.of(1, 1),
  size: { height: 1, width: 1 },
  deviation: false,
} as const;

/** Lets the browser have a graphics processor, or one that is played, or none. */
function browserWith(what: "gpu" | "played" | "none"): void {
  const adapter = what === "none" ? null : { info: { isFallbackAdapter: what === "played" } };
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
}

beforeEach(() => browserWith("gpu"));
afterEach(() => vi.unstubAllGlobals());

/** A page whose processor takes 30 ms, and what becomes of it once it has looked for better. */
async function visit(gpu: PlainPort, wanted: string | null = null, sparing = false) {
  const usual = new PlainPort("wasm", 30);
  const port = new FasterPort(usual, () => gpu, wanted);
  await port.start(MANIFEST, () => undefined);
  const maker = await port.hasten((job) => job(), sparing);
  return { port, usual, maker, face: await port.ask(REQUEST) };
}

test("the faster of the two makes the faces", async () => {
  const fast = await visit(new PlainPort("webgpu", 4));
  expect([fast.maker, fast.face.provider]).toEqual(["webgpu", "webgpu"]);
  const gpu = new PlainPort("webgpu", 40);
  const slow = await visit(gpu);
  expect([slow.maker, slow.face.provider]).toEqual(["wasm", "wasm"]);
  expect(gpu.ended).toBe(true);
});

test("a slower one makes them where the address asks for it, and a faster one not where it does not", async () => {
  expect((await visit(new PlainPort("webgpu", 40), "webgpu")).face.provider).toBe("webgpu");
  const gpu = new PlainPort("webgpu", 4);
  expect((await visit(gpu, "wasm")).face.provider).toBe("wasm");
  expect(gpu.started).toBe(false);
});

test.each([2, 3])("a face that is off by %i levels decides", async (off) => {
  const { maker } = await visit(new PlainPort("webgpu", 4, 100 + off));
  expect(maker).toBe(off > 2 ? "wasm" : "webgpu");
  const forced = await visit(new PlainPort("webgpu", 4, 100 + off), "webgpu");
  expect(forced.maker).toBe(off > 2 ? null : "webgpu");
});

test.each(["played", "none"] as const)(
  "a graphics processor that is %s starts nothing",
  async (what) => {
    browserWith(what);
    const gpu = new PlainPort("webgpu", 4);
    expect((await visit(gpu)).maker).toBe("wasm");
    expect(gpu.started).toBe(false);
    const forced = await visit(new PlainPort("webgpu", 4), "webgpu");
    expect(forced.maker).toBe(what === "played" ? "webgpu" : null);
  },
);

test("where data is saved nothing more is fetched, unless the address asks for it", async () => {
  const gpu = new PlainPort("webgpu", 4);
  expect((await visit(gpu, null, true)).maker).toBe("wasm");
  expect(gpu.started).toBe(false);
  expect((await visit(gpu, "webgpu", true)).maker).toBe("webgpu");
});

test("what the graphics processor fails at is made by the other one, and so is all that follows", async () => {
  const gpu = new PlainPort("webgpu", 4);
  const { port } = await visit(gpu);
  gpu.broken = true;
  const faces = await Promise.all([port.ask(REQUEST), port.ask(REQUEST)]);
  expect(faces.map(({ provider }) => provider)).toEqual(["wasm", "wasm"]);
  expect(gpu.ended).toBe(true);
  gpu.broken = false;
  expect((await port.ask(REQUEST)).provider).toBe("wasm");
});

test("one that fails when it is tried is not asked again", async () => {
  const gpu = new PlainPort("webgpu", 4);
  gpu.broken = true;
  expect((await visit(gpu)).maker).toBe("wasm");
  expect(gpu.ended).toBe(true);
});

test("the uncertainty and all that is no face stays where its networks are", async () => {
  const gpu = new PlainPort("webgpu", 4);
  const { port } = await visit(gpu);
  const { asked } = gpu;
  await port.ask({ ...REQUEST, deviation: true });
  await port.ask({ kind: "sample", noise: Float32Array.of(0) });
  expect(gpu.asked).toBe(asked);
});

test("whoever ends it ends both", async () => {
  const gpu = new PlainPort("webgpu", 4);
  const { port, usual } = await visit(gpu);
  port.end();
  expect([usual.ended, gpu.ended]).toEqual([true, true]);
});
