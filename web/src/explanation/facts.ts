/** What the page says of the model beside it. */
export interface Facts {
  readonly name: string;
  readonly latent: number;
  readonly interesting: number;
  /** Mean KL of every ranked dimension, falling, in nats. */
  readonly kl: readonly number[];
  readonly faces: number | null;
  readonly epochs: number | null;
  readonly elbo: number | null;
  readonly ppca: number | null;
  readonly rmse: number | null;
}

/** Reads the facts from model/model.json; what a model does not know is null. */
export async function fetchFacts(): Promise<Facts> {
  const answer = await fetch(new URL("model/model.json", document.baseURI));
  if (!answer.ok) throw new Error(`model.json: ${answer.status}`);
  return readFacts(await answer.json());
}

/** The facts in a model's description. */
export function readFacts(manifest: Record<string, unknown>): Facts {
  const interesting = manifest["interesting"] as { kl: number }[];
  const facts = (manifest["facts"] ?? {}) as Record<string, Record<string, unknown>>;
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  const evaluation = facts["evaluation"] ?? {};
  const splits = facts["faces"]?.["splits"] as Record<string, unknown> | undefined;
  const ppca = evaluation["ppca"] as Record<string, unknown> | undefined;
  const kl = facts["kl"] as unknown as number[] | undefined;
  return {
    name: String(manifest["name"]),
    latent: Number(manifest["latent_size"]),
    interesting: interesting.length,
    kl: kl ?? interesting.map((dimension) => dimension.kl),
    faces: number(splits?.["train"]),
    epochs: number(facts["training"]?.["epochs"]),
    elbo: number(evaluation["elbo"]),
    ppca: number(ppca?.["log_likelihood"]),
    rmse: number(evaluation["rmse"]),
  };
}
