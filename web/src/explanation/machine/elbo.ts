import { logNormal } from "../gaussian";
import type { Networks, Vector } from "./networks";
import { map, sum } from "./vector";

export async function elbo(x: Vector, { encode, decode }: Networks, noise: Vector) {
  // q(z|x): a mean and a deviation for every latent number; then the trick.
  const q = await encode(x);
  const z = map((mean, std, e) => mean + std * e, q.mean, q.std, noise);
  // p(x|z): a mean and a deviation for every pixel; and log p(x|z), in nats.
  const p = await decode(z);
  const pixels = map(logNormal, x, p.mean, p.std);
  const reconstruction = sum(pixels);
  // KL(q(z|x) || p(z)), of every dimension.
  const kl = map((m, s) => (m * m + s * s - 1) / 2 - Math.log(s), q.mean, q.std);
  return { q, z, p, pixels, reconstruction, kl, elbo: reconstruction - sum(kl) };
}
