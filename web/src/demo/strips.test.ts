import { expect, test } from "vitest";
import type { Picture } from "../model/enlarge";
import { Queue } from "../model/queue";
import { axis } from "./axes";
import { coordinateOf, Strips, TILES } from "./strips.svelte";

const SPAN = 3;

/** Strips whose decoder waits for a word, and gives pictures that know their point. */
function waiting() {
  const asked: { z: Float32Array; give: () => void }[] = [];
  const told: (() => void)[] = [];
  const strips = new Strips((z) => {
    const made = new Promise<Picture>((resolve) => {
      const pixels = new Uint8ClampedArray(4).fill(Math.round(10 * (z[0] ?? 0) + 100));
      asked.push({ z, give: () => resolve({ pixels, width: 1, height: 1 }) });
    });
    told.shift()?.();
    return made;
  }, new Queue());
  /** Waits until another face is asked for. */
  const next = async () => {
    if (!asked.length) await new Promise<void>((resolve) => told.push(resolve));
    const first = asked.shift();
    if (!first) throw new Error("no face is asked for");
    return first;
  };
  return { strips, next };
}

const shown = (tiles: readonly (Picture | undefined)[]) => tiles.map((tile) => tile?.pixels[0]);
const level = (tile: number) => Math.round(10 * coordinateOf(tile, SPAN) + 100);

test("a strip shows its first faces one by one, from the middle, and later ones all at once", async () => {
  const { strips, next } = waiting();
  strips.add(axis(0, () => SPAN));
  const [strip] = strips.rows;
  if (!strip) throw new Error("there is no strip");
  strips.follow(Float32Array.of(0, 0));
  const made: (number | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  for (const tile of [2, 1, 3, 0, 4]) {
    const { z, give } = await next();
    expect(z[0]).toBeCloseTo(coordinateOf(tile, SPAN));
    give();
    made[tile] = level(tile);
    await expect.poll(() => shown(strip.tiles)).toEqual(made);
  }
  strips.follow(Float32Array.of(0, 1));
  const before = strip.tiles;
  for (let tile = 1; tile < TILES; tile++) {
    const { give } = await next();
    give();
    expect(strip.tiles).toBe(before);
  }
  const { z, give } = await next();
  expect(z[1]).toBe(1);
  give();
  await expect.poll(() => strip.tiles).not.toBe(before);
});

test("a strip that has been begun for another face is begun anew", async () => {
  const { strips, next } = waiting();
  strips.add(axis(0, () => SPAN));
  strips.follow(Float32Array.of(0, 0));
  const { give } = await next();
  strips.follow(Float32Array.of(0, 1));
  give();
  const { z } = await next();
  expect([...z]).toEqual([coordinateOf(2, SPAN), 1]);
});
