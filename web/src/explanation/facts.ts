/** What the page says of the model beside it. */
export interface Facts {
  readonly name: string;
  /** Whether it is the model that this page was written for. */
  readonly ours: boolean;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Whether random faces are drawn from a density that was fitted. */
  readonly fitted: boolean;
  readonly credit: string;
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

const OURS = "faces48";

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
  const { width, height, channels } = manifest["image"] as Record<string, number>;
  return {
    name: String(manifest["name"]),
    ours: manifest["name"] === OURS,
    width: Number(width),
    height: Number(height),
    channels: Number(channels),
    fitted: "prior" in ((manifest["files"] ?? {}) as object),
    credit: String(manifest["credit"] ?? ""),
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
