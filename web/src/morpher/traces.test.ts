import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Morpher } from "./morpher";

// The table that the Python package's tests run, too: what a user does, and where it leads.

interface After {
  readonly z: number[];
  readonly selected: number[];
  readonly frozen: boolean;
}

type Event = { readonly after: After } & (
  | { do: "move"; x: number; y: number }
  | { do: "set"; rank: number; value: number }
  | { do: "glide"; z: number[] }
  | { do: "walk"; steps: number[][] }
  | { do: "select"; first: number; second: number }
  | { do: "range"; reach: number }
  | { do: "random" | "reset" | "freeze" | "undo" | "redo" }
);

interface Trace {
  readonly name: string;
  readonly interesting: number[];
  readonly start: number[];
  readonly draws: number[][];
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

function act(morpher: Morpher, event: Event, draws: number[][]): void {
  if (event.do === "move") morpher.move(event.x, event.y);
  else if (event.do === "set") morpher.set(event.rank, event.value);
  else if (event.do === "glide") morpher.glide(Float32Array.from(event.z));
  else if (event.do === "walk") morpher.walkStep(event.steps.length);
  else if (event.do === "select") morpher.select(event.first, event.second);
  else if (event.do === "range") morpher.setReach(event.reach);
  else if (event.do === "random") morpher.go(Float32Array.from(next(draws)));
  else if (event.do === "freeze") morpher.toggleFreeze();
  else morpher[event.do]();
}

describe("the traces that Python follows", () => {
  test.each(TRACES)("$name", (trace) => {
    const signs: (1 | -1)[] = trace.choices.map(([, sign]) => sign);
    const ranks = trace.choices.map(([rank]) => rank);
    const draws = [...trace.draws];
    const morpher = new Morpher(Float32Array.from(trace.start), trace.interesting, {
      choose: () => next(ranks),
      sign: () => next(signs),
    });
    for (const event of trace.events) {
      act(morpher, event, draws);
      expect(Array.from(morpher.z)).toEqual(event.after.z);
      expect(morpher.selected).toEqual(event.after.selected);
      expect(morpher.frozen).toBe(event.after.frozen);
    }
  });
});
