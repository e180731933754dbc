import type { AnyModel } from "@anywidget/types";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PATIENCE_MS } from "./exchange";
import { KernelSession } from "./kernel-session.svelte";
import { floats, type Traits } from "./traits";

interface Sent {
  readonly ask: string;
  readonly number: string;
  readonly change?: string;
  readonly line?: string;
  readonly z: number[];
}

/** A kernel that answers when a test says so. */
class Kernel {
  readonly sent: Sent[] = [];
  private readonly listeners = new Map<string, ((...words: unknown[]) => void)[]>();
  readonly traits: Traits = {
    z: bytes([0, 0, 0]),
    selected: [0, 1],
    frozen: false,
    reach: 2,
    face: { shape: [1, 2], pixels: new DataView(new Uint8Array([0, 255]).buffer) },
    _photograph: null,
    _about: {
      name: "three",
      encodes: false,
      dimensions: [
        { index: 2, name: "smile" },
        { index: 0, name: "" },
      ],
      directions: [],
    },
    _state: {
      answered: "",
      said: "",
      failure: "",
      walking: false,
      busy: false,
      undo: false,
      redo: false,
    },
  };
  readonly model = {
    get: (name: keyof Traits) => this.traits[name],
    on: (event: string, listener: () => void) => {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
    },
    send: (content: Omit<Sent, "z">, _: unknown, [content0]: ArrayBuffer[]) => {
      const z = content0 ? [...floats(new DataView(content0))] : [];
      this.sent.push({ ...content, z });
    },
  } as unknown as AnyModel<Traits>;

  /** Answers the oldest request, with changes of traits. */
  async answer(changes: Partial<Traits> = {}): Promise<Sent> {
    const request = this.sent.shift();
    if (!request) throw new Error("nothing was asked");
    Object.assign(this.traits, changes);
    this.traits._state = { ...this.traits._state, ...changes._state, answered: request.number };
    for (const name of [...Object.keys(changes), "_state"]) this.tell(`change:${name}`);
    await settled();
    return request;
  }

  tell(event: string, ...words: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...words);
  }
}

function bytes(values: readonly number[]): DataView {
  return new DataView(Float32Array.from(values).buffer);
}

async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

async function awake(): Promise<{ kernel: Kernel; session: KernelSession }> {
  const kernel = new Kernel();
  const session = new KernelSession(kernel.model, kernel.traits);
  await kernel.answer();
  return { kernel, session };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a view asks the kernel whether it is there, and is asleep until it answers", async () => {
  const kernel = new Kernel();
  const session = new KernelSession(kernel.model, kernel.traits);
  expect(session.awake).toBe(false);
  expect(kernel.sent.map(({ ask }) => ask)).toEqual(["tick"]);
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(session.silent).toBe(true);
  await kernel.answer();
  expect([session.awake, session.silent]).toEqual([true, false]);
});

test("one point is under way, and of those that come meanwhile the newest goes next", async () => {
  const { kernel, session } = await awake();
  for (const x of [0.1, 0.2, 0.3, 0.5]) session.move(x, -x);
  expect(session.values).toEqual([1, -1]);
  expect(kernel.sent.map(({ z }) => z)).toEqual([[Math.fround(-0.2), 0, Math.fround(0.2)]]);
  await kernel.answer({ z: bytes([-0.2, 0, 0.2]) });
  expect(session.values).toEqual([1, -1]);
  expect(kernel.sent.map(({ z }) => z)).toEqual([[-1, 0, 1]]);
  await kernel.answer({ z: bytes([-1, 0, 1]) });
  expect(kernel.sent).toEqual([]);
  expect(session.behind).toBe(false);
});

test("a busy kernel is said, and caught up with by the newest point alone", async () => {
  const { kernel, session } = await awake();
  session.move(0, 0);
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(session.silent).toBe(true);
  for (const x of [0.2, 0.4, 1]) session.move(x, x);
  await kernel.answer();
  expect(session.silent).toBe(false);
  expect(kernel.sent.map(({ z }) => z)).toEqual([[2, 0, 2]]);
});

test("what the kernel says is where the face is", async () => {
  const { kernel, session } = await awake();
  session.move(1, 1);
  await kernel.answer({ z: bytes([9, 8, 7]) });
  expect(session.values).toEqual([7, 9]);
  kernel.traits.z = bytes([1, 2, 3]);
  kernel.tell("change:z");
  expect(session.values).toEqual([3, 1]);
});

test("a frozen face is left alone by the mouse, not by a slider", async () => {
  const { kernel, session } = await awake();
  kernel.traits.frozen = true;
  session.move(1, 1);
  session.nudge(0, 0.1);
  expect(kernel.sent).toEqual([]);
  session.set(0, 1.5);
  expect(kernel.sent.map(({ change, z }) => [change, z])).toEqual([["dimension 0", [0, 0, 1.5]]]);
});

test("a slider of a direction leads to where it reads what was wanted", async () => {
  const { kernel, session } = await awake();
  const direction = { name: "up", step: Float32Array.from([0, 2, 0]), mean: 0.5 };
  session.set(direction, 1);
  expect(kernel.sent[0]?.z).toEqual([0, 3, 0]);
  expect(session.reading(direction)).toBeCloseTo(1);
});

test("buttons are lines of the command language, all of them obeyed in their order", async () => {
  const { kernel, session } = await awake();
  session.select(1, 0);
  session.toggleFreeze();
  session.randomise();
  const lines = [];
  while (kernel.sent.length) lines.push((await kernel.answer()).line);
  expect(lines).toEqual(["d 1 0", "f", "r"]);
});

test("what goes on is ticked, one tick at a time", async () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  const { kernel, session } = await awake();
  session.line("walk");
  await kernel.answer({ _state: { ...kernel.traits._state, walking: true } });
  expect(frames).toHaveLength(1);
  frames.shift()?.();
  expect(kernel.sent.map(({ ask }) => ask)).toEqual(["tick"]);
  await kernel.answer({ _state: { ...kernel.traits._state, walking: false } });
  expect(frames).toEqual([]);
  vi.unstubAllGlobals();
});

test("strips are made when the face rests, and given up for the mouse", async () => {
  const { kernel, session } = await awake();
  await vi.advanceTimersByTimeAsync(200);
  expect(kernel.sent.map(({ ask }) => ask)).toEqual(["tile"]);
  session.move(0.5, 0.5);
  const number = kernel.sent.shift()?.number;
  const pixels = new DataView(new Uint8Array([1, 2]).buffer);
  kernel.tell("msg:custom", { number, shape: [1, 2] }, [pixels]);
  await settled();
  expect(kernel.sent.map(({ ask }) => ask)).toEqual(["move"]);
});

test("a line is completed by the kernel", async () => {
  const { kernel, session } = await awake();
  const completed = session.complete("d sm");
  const { ask, line, number } = kernel.sent.shift() as Sent;
  expect([ask, line]).toEqual(["complete", "d sm"]);
  kernel.tell("msg:custom", { number, begun: "sm", words: ["smile", "smirk"] }, []);
  expect(await completed).toEqual({ begun: "sm", words: ["smile", "smirk"] });
});
