import type { Layer } from "./models";

/** p(x|z): from a latent point to the probability that each of 8 x 8 pixels is white. */
export function decode(layers: readonly Layer[], z: readonly number[]): number[] {
  let values = [...z];
  layers.forEach(({ weights, biases }, layer) => {
    const last = layer === layers.length - 1;
    values = biases.map((bias, row) => {
      const weight = (column: number) => weights[row * values.length + column] ?? 0;
      const sum = values.reduce((total, value, column) => total + weight(column) * value, bias);
      return last ? 1 / (1 + Math.exp(-sum)) : Math.tanh(sum);
    });
  });
  return values;
}
