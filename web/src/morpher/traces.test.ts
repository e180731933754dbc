import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Morpher } from "./morpher";

// The table that the Python package's tests run, too: what a user does, and where it leads.

interface State {
  readonly z: number[];
  readonly selected: [number, number];
  readonly origin: string | null;
  readonly frozen: boolean;
  readonly walking: boolean;
  readonly reach: number;
}

interface There {
  z: number[];
  selected?: [number, number];
  origin?: string;
}

type Event = {
  /** What the event has changed. */
  readonly after?: Partial<State>;
  /** It is not allowed. */
  readonly refused?: true;
  /** Undo or redo had nothing to go to. */
  readonly none?: true;
} & (
  | { do: "move"; x: number; y: number }
  | { do: "set"; rank: number; value: number }
  | ({ do: "go" | "begin" | "glide" } & There)
  | { do: "random"; z: number[] }
  | { do: "walk"; quarters: number }
  | { do: "walking"; on: boolean }
  | { do: "select"; first: number; second: number }
  | { do: "step"; which: 0 | 1; by: 1 | -1 }
  | { do: "range"; reach: number }
  | { do: "freeze" | "pause" | "reset" | "undo" | "redo" }
);

interface Trace {
  readonly name: string;
  readonly interesting: number[];
  readonly start: number[];
  readonly choices: [number, 1 | -1][];
  readonly events: Event[];
}

const table = new URL("../../../tests/morpher/traces.json", import.meta.url);
const TRACES = JSON.parse(readFileSync(table, "utf8")) as Trace[];

function next<T>(list: T[]): T {
  const first = list.shift();
  if (first === undefined) throw new Error("the trace has no more of these");
  return first;
}

function go(morpher: Morpher, name: "go" | "begin", { z, selected, origin }: There) {
  morpher[name](Float32Array.from(z), selected ?? morpher.selected, origin ?? null);
}

/** Does what a trace tells; undo and redo say whether there was anything to go to. */
function act(morpher: Morpher, event: Event): unknown {
  switch (event.do) {
    case "move":
      return morpher.move(event.x, event.y);
    case "set":
      return morpher.setCoordinate(event.rank, event.value);
    case "go":
    case "begin":
      return go(morpher, event.do, event);
    case "glide":
      return morpher.glide(Float32Array.from(event.z), event.origin ?? null);
    case "random":
      return morpher.go(Float32Array.from(event.z));
    case "walk":
      return morpher.walkStep(event.quarters / 4);
    case "walking":
      return morpher.walk(event.on);
    case "select":
      return morpher.select(event.first, event.second);
    case "step":
      return morpher.step(event.which, event.by);
    case "range":
      return morpher.setReach(event.reach);
    case "freeze":
      return morpher.toggleFreeze();
    default:
      return morpher[event.do]();
  }
}

describe("the traces that Python follows", () => {
  test.each(TRACES)("$name", ({ start, interesting, choices, events }) => {
    const signs: (1 | -1)[] = choices.map(([, sign]) => sign);
    const ranks = choices.map(([rank]) => rank);
    const morpher = new Morpher(Float32Array.from(start), interesting, {
      choose: () => next(ranks),
      sign: () => next(signs),
    });
    let expected: State = {
      z: start,
      selected: [0, 1],
      origin: null,
      frozen: false,
      walking: false,
      reach: 1,
    };
    for (const event of events) {
      if (event.refused) expect(() => act(morpher, event)).toThrow(RangeError);
      else {
        const found = act(morpher, event);
        if (event.do === "undo" || event.do === "redo") expect(found).toBe(!event.none);
      }
      expected = { ...expected, ...event.after };
      const { z, selected, origin, frozen, walking, reach } = morpher;
      expect({ z: Array.from(z), selected, origin, frozen, walking, reach }).toEqual(expected);
    }
  });
});
