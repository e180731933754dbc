/** What figures say of the model beside the page. */
export interface Facts {
  readonly latent: number;
  /** How many dimensions have sliders in the demo. */
  readonly interesting: number;
  /** Mean KL of every ranked dimension, in nats; empty where nobody has measured it. */
  readonly kl: readonly number[];
  /** Whether pictures can go into it. */
  readonly encoder: boolean;
  /** Where the picture of a first face is; empty for nowhere. */
  readonly start: string;
}

const UNKNOWN: Facts = { latent: 400, interesting: 0, kl: [], encoder: true, start: "" };

/** The facts that the site was written with; where it was not, while developing, none. */
export function facts(): Facts {
  const text = globalThis.document?.getElementById("facts")?.textContent;
  return text ? (JSON.parse(text) as Facts) : UNKNOWN;
}
