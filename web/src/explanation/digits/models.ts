import zero from "./weight-0.json?url";
import one from "./weight-1.json?url";
import ten from "./weight-10.json?url";

/** A layer of a perceptron, [rows * columns] and [rows]. */
export interface Layer {
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

/** A model of digits with two latent dimensions; `recipes/digits.py` makes them. */
export interface DigitModel {
  /** How often the KL term counted. */
  readonly weight: number;
  readonly layers: readonly Layer[];
  /** q(z|x) of digits that it never saw: two numbers each. */
  readonly codes: { readonly mean: readonly number[]; readonly std: readonly number[] };
  /** Which digits these are. */
  readonly labels: readonly number[];
  /** -log p(x|z) and the KL of those, in nats. */
  readonly missed: number;
  readonly kl: number;
}

export const WEIGHTS = [0, 1, 10] as const;
const ADDRESSES = [zero, one, ten];

/** Fetches the three models, in the order of their weights. */
export function fetchModels(): Promise<DigitModel[]> {
  return Promise.all(
    ADDRESSES.map(async (address) => {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error("The three models did not arrive.");
      return (await answer.json()) as DigitModel;
    }),
  );
}

/** The mean of q(z|x) of the first digit of a kind. */
export function codeOf({ codes, labels }: DigitModel, digit: number): [number, number] {
  const at = 2 * labels.indexOf(digit);
  return [codes.mean[at] ?? 0, codes.mean[at + 1] ?? 0];
}
