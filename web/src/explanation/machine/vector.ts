import type { Vector } from "./networks";

/** A function of the numbers of vectors that are equally long, one by one. */
export function map(f: (...numbers: number[]) => number, ...vectors: Vector[]): Float32Array {
  const [first] = vectors;
  return Float32Array.from({ length: first?.length ?? 0 }, (_, i) =>
    f(...vectors.map((vector) => vector[i] as number)),
  );
}

export function sum(vector: Vector): number {
  // In double precision, whatever the numbers are kept in.
  let total = 0;
  for (const value of vector) total += value;
  return total;
}
