/** Where random numbers come from; injected, so that a seed repeats everything. */
export interface Random {
  /** Uniform on [0, 1). */
  uniform(): number;
  /** From N(0, 1). */
  normal(): number;
}

export const LARGEST_SEED = 2 ** 32 - 1;

/**
 * A generator with a seed: sfc32 (Chris Doty-Humphrey, PractRand), and normal numbers by the method
 * of Box and Muller (1958).
 *
 * @param seed A whole number from 0 to 4294967295.
 */
export function seeded(seed: number): Random {
  let a = 0;
  let b = seed >>> 0;
  let c = 0x9e3779b9;
  let counter = 1;
  const bits = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 15; i++) bits();
  let spare: number | null = null;
  const uniform = () => bits() / 2 ** 32;
  return {
    uniform,
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

/** Normal numbers, `count` of them. */
export function normals(random: Random, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}
