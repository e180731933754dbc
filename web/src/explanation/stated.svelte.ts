import { onMount } from "svelte";

/** A number of a figure that an address may set. */
export interface Stated {
  readonly start: number;
  readonly min: number;
  readonly max: number;
}

/**
 * The numbers of a figure, which the page's address may set: `?bound.mean=1.2#bound` shows the
 * figure `bound` with another mean. What is no number is passed over, what is too large is cut.
 * Call it while a component is made.
 */
export function stated<Name extends string>(
  figure: string,
  table: Record<Name, Stated>,
): Record<Name, number> {
  const names = Object.keys(table) as Name[];
  const state = $state(
    Object.fromEntries(names.map((name) => [name, table[name].start])) as Record<Name, number>,
  );
  // Not sooner: the page was written with the numbers at the start.
  onMount(() => {
    for (const name of names) {
      const text = asked(figure, name);
      const value = Number(text);
      if (!text || !Number.isFinite(value)) continue;
      state[name] = Math.min(Math.max(value, table[name].min), table[name].max);
    }
  });
  return state;
}

/** What the address says of a figure's part; null for nothing. */
export function asked(figure: string, name: string): string | null {
  return new URLSearchParams(location.search).get(`${figure}.${name}`);
}
