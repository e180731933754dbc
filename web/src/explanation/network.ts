/** The four yes-or-no quantities of the example, in the order of the arrows. */
export const NODES = ["sun", "mood", "squint", "smile"] as const;
export type Node = (typeof NODES)[number];

/** Which node depends on which. */
export const PARENTS: Record<Node, readonly Node[]> = {
  sun: [],
  mood: ["sun"],
  squint: ["sun"],
  smile: ["mood", "squint"],
};

/**
 * The probability of "yes" for every combination of the parents' values: parents that are 0 first,
 * the last parent changing fastest.
 */
export type Tables = Record<Node, readonly number[]>;

export const TABLES: Tables = {
  sun: [0.5],
  mood: [0.2, 0.4],
  squint: [0.1, 0.5],
  smile: [0.05, 0.8, 0.9, 0.95],
};

export type World = Record<Node, 0 | 1>;

/** All 16 worlds, the last node changing fastest. */
export const WORLDS: readonly World[] = Array.from({ length: 16 }, (_, n) => ({
  sun: bit(n, 3),
  mood: bit(n, 2),
  squint: bit(n, 1),
  smile: bit(n, 0),
}));

/** Which row of a node's table a world uses. */
export function row(node: Node, world: World): number {
  return PARENTS[node].reduce((sum, parent) => 2 * sum + world[parent], 0);
}

/** The probability of a world: the product over nodes of p(node | its parents). */
export function joint(tables: Tables, world: World): number {
  return NODES.reduce((product, node) => {
    const yes = tables[node][row(node, world)] ?? 0;
    return product * (world[node] ? yes : 1 - yes);
  }, 1);
}

/**
 * The probabilities of all worlds once some nodes are observed, by enumeration: what does not fit
 * counts nothing, and the rest is divided by its sum.
 *
 * @returns 16 numbers that sum to 1, or to 0 where what was observed cannot be.
 */
export function posterior(tables: Tables, observed: Partial<World>): number[] {
  const weights = WORLDS.map((world) =>
    NODES.every((node) => observed[node] === undefined || observed[node] === world[node])
      ? joint(tables, world)
      : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total ? weight / total : 0));
}

/** The probability that a node is "yes", given the probabilities of all worlds. */
export function marginal(worlds: readonly number[], node: Node): number {
  return worlds.reduce((sum, p, n) => sum + (WORLDS[n]?.[node] ? p : 0), 0);
}

function bit(number: number, place: number): 0 | 1 {
  return (number >> place) & 1 ? 1 : 0;
}
