/** Log density of N(mean, std^2) at x. */
export function logNormal(x: number, mean: number, std: number): number {
  return -0.5 * Math.log(2 * Math.PI * std * std) - (x - mean) ** 2 / (2 * std * std);
}

const LONGEST = 0.1;

/**
 * One step of gradient ascent on the log-likelihood of numbers under N(mean, std^2).
 *
 * @param rate How far a step goes for a gradient of 1; no step is longer than 0.1, as far from the
 *   best the gradient is steep.
 */
export function ascend(
  data: readonly number[],
  mean: number,
  std: number,
  rate: number,
): { mean: number; std: number } {
  const { mean: up, std: wider } = slope(data, mean, std);
  const size = rate * Math.min(1, LONGEST / (rate * Math.hypot(up, wider)));
  return { mean: mean + size * up, std: std + size * wider };
}

/** The gradient of the log-likelihood of numbers under N(mean, std^2). */
export function slope(
  data: readonly number[],
  mean: number,
  std: number,
): { mean: number; std: number } {
  const sum = (f: (x: number) => number) => data.reduce((total, x) => total + f(x), 0);
  return {
    mean: sum((x) => (x - mean) / std ** 2),
    std: sum((x) => (x - mean) ** 2 / std ** 3 - 1 / std),
  };
}

/** KL(N(m, s^2) || N(mean, std^2)), in nats. */
export function klNormal(m: number, s: number, mean = 0, std = 1): number {
  const ratio = (s * s) / (std * std);
  return 0.5 * ((m - mean) ** 2 / (std * std) + ratio - 1 - Math.log(ratio));
}

const FROM = -6;
const TO = 6;
const STEPS = 2400;

/** The integral of a function over [-6, 6], by the trapezium rule. */
export function integral(f: (z: number) => number): number {
  const width = (TO - FROM) / STEPS;
  let sum = 0.5 * (f(FROM) + f(TO));
  for (let i = 1; i < STEPS; i++) sum += f(FROM + i * width);
  return sum * width;
}

/** A model of one hidden and one observed number: z from N(0, 1), x from N(f(z), noise^2). */
export interface Model {
  readonly f: (z: number) => number;
  readonly noise: number;
}

/** log p(x, z). */
export function logJoint({ f, noise }: Model, x: number, z: number): number {
  return logNormal(z, 0, 1) + logNormal(x, f(z), noise);
}

/** log p(x), by quadrature. */
export function logEvidence(model: Model, x: number): number {
  return Math.log(integral((z) => Math.exp(logJoint(model, x, z))));
}

/** The two terms of the bound for q = N(m, s^2), by quadrature and in closed form. */
export function bound(
  model: Model,
  x: number,
  m: number,
  s: number,
): { likelihood: number; kl: number; elbo: number } {
  const likelihood = integral(
    (e) => Math.exp(logNormal(e, 0, 1)) * logNormal(x, model.f(m + s * e), model.noise),
  );
  const kl = klNormal(m, s);
  return { likelihood, kl, elbo: likelihood - kl };
}

/**
 * The best q for a face x under a decoder with mean w z and standard deviation s, when the KL
 * counts beta times: the exact posterior of a decoder whose variance is beta times as large.
 */
export function best(x: number, w: number, s: number, beta: number): { mean: number; std: number } {
  const scale = w * w + beta * s * s;
  return { mean: (w * x) / scale, std: Math.sqrt((beta * s * s) / scale) };
}
