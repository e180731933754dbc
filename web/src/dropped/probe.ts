import type * as ort from "onnxruntime-web/wasm";
import {
  type Format,
  findLayout,
  findRange,
  imageOf,
  LayoutError,
  pictureOf,
  product,
  type Wishes,
} from "./layout";

/** What was found out of a decoder. */
export interface Found {
  readonly input: string;
  readonly output: string;
  /** Of one latent point there: [L] or [C, h, w]. */
  readonly latent: readonly number[];
  readonly format: Format;
  /** Dimensions that do something, what each does to the picture falling. */
  readonly order: readonly number[];
}

const DRAWS = 16;
const LARGEST_LATENT = 1 << 16;
/** What draws, and what ranking, may take. */
const DRAWING_MS = 3000;
const RANKING_MS = 3000;
const ROUNDS = 8;
/** As a part of the most: dimensions that change a picture less do nothing. */
const LEAST_CHANGE = 0.01;
const ALIKE = 1e-3;

type Numbers = ArrayLike<number>;

/** What a foreign decoder is asked with: its input's shape, and its outputs by name. */
type Run = (z: Float32Array) => Promise<Record<string, { data: Numbers; dims: readonly number[] }>>;

/**
 * Finds out what a decoder does by running it, and ranks its dimensions: by the mean, over draws
 * from N(0, I), of how far the picture moves from -1 to 1.
 *
 * @param normal Draws from N(0, 1).
 * @throws Error It is no decoder, or what it gives is ambiguous: a LayoutError.
 */
export async function probe(
  session: ort.InferenceSession,
  run: (input: string, latent: readonly number[], z: Float32Array) => ReturnType<Run>,
  wishes: Wishes,
  normal: () => number,
): Promise<Found> {
  const { input, latent } = latentOf(session.inputMetadata);
  const size = product(latent);
  const draw = () => Float32Array.from({ length: size }, normal);
  const first = await run(input, latent, new Float32Array(size));
  const output = pictureOutput(first, wishes);
  const given = [first[output]?.data as Numbers];
  const row = first[output]?.dims.slice(1) ?? [];
  const shaped = findLayout(row, wishes);
  const begun = performance.now();
  while (given.length <= DRAWS && performance.now() - begun < DRAWING_MS) {
    given.push((await run(input, latent, draw()))[output]?.data as Numbers);
  }
  const format = { ...shaped, range: wishes.range ?? rangeOf(given) };
  const pictures = given.map((each) => pictureOf(each, format));
  if (pictures.every((each) => distance(each, pictures[0] as Float32Array) < ALIKE)) {
    throw new Error("Every z gives the same picture: the network does not listen to z.");
  }
  const changes = await rank(
    async (z) => {
      const answer = await run(input, latent, z);
      return pictureOf(answer[output]?.data as Numbers, format);
    },
    size,
    draw,
  );
  return { input, output, latent, format, order: changes };
}

function latentOf(inputs: ort.InferenceSession["inputMetadata"]) {
  const [only, ...others] = inputs;
  if (!only?.isTensor || others.length > 0 || only.type !== "float32") {
    const names = inputs.map(({ name }) => name).join(", ");
    throw new Error(
      `It takes ${names}; a decoder takes one latent point of 32-bit numbers and nothing else: ` +
        "export that part alone.",
    );
  }
  const latent = only.shape.slice(1);
  const sized = latent.every((side) => typeof side === "number" && side > 0);
  if (!sized || ![1, 3].includes(latent.length)) {
    throw new Error(
      `It takes [${only.shape.join(", ")}]; a decoder takes latent points [N, L] or [N, C, h, w] ` +
        "of a size that the file says.",
    );
  }
  const sides = latent as number[];
  if (sides.length === 3 && [sides[0], sides[2]].some((side) => side === 1 || side === 3)) {
    throw new Error(
      `It takes pictures [${only.shape.join(", ")}]: it is an encoder or a whole autoencoder. ` +
        "Export its decoder alone, or take it to morphing-faces import, which cuts it in two.",
    );
  }
  const size = product(sides);
  if (size < 2 || size > LARGEST_LATENT) {
    throw new Error(`It takes ${size} numbers; from 2 to ${LARGEST_LATENT} are explored.`);
  }
  return { input: only.name, latent: sides };
}

function pictureOutput(answers: Awaited<ReturnType<Run>>, wishes: Wishes): string {
  const names = Object.keys(answers);
  const fits = names.filter((name) => {
    try {
      findLayout(answers[name]?.dims.slice(1) ?? [], wishes);
      return true;
    } catch {
      return false;
    }
  });
  const [name] = fits.length === 1 ? fits : names;
  if (!name || (names.length > 1 && fits.length !== 1)) {
    throw new Error(`It gives ${names.join(", ")}: export it with the pictures alone.`);
  }
  return name;
}

function rangeOf(given: readonly Numbers[]) {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of given) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) {
        throw new LayoutError("Its pictures have values that are not finite numbers.");
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return findRange(low, high);
}

/** Dimensions by falling change, those that do nothing left out. */
async function rank(
  decode: (z: Float32Array) => Promise<Float32Array>,
  size: number,
  draw: () => Float32Array,
): Promise<number[]> {
  const sums = new Float64Array(size);
  const begun = performance.now();
  const late = () => performance.now() - begun > RANKING_MS;
  for (let round = 0; round < ROUNDS && !(round > 0 && late()); round++) {
    const z = draw();
    for (let i = 0; i < size && !(round === 0 && i > 1 && late()); i++) {
      const [low, high] = [z.slice(), z.slice()];
      low[i] = -1;
      high[i] = 1;
      sums[i] = (sums[i] as number) + distance(await decode(low), await decode(high));
    }
  }
  const order = Array.from(sums.keys()).sort((a, b) => (sums[b] as number) - (sums[a] as number));
  const most = sums[order[0] as number] as number;
  const kept = order.filter((i) => (sums[i] as number) > LEAST_CHANGE * most);
  return kept.length >= 2 ? kept : order.slice(0, 2);
}

/** How far two pictures lie apart, as the root of the sum of squares. */
function distance(one: Float32Array, other: Float32Array): number {
  return Math.sqrt(one.reduce((sum, value, i) => sum + (value - (other[i] as number)) ** 2, 0));
}

/** What was found, in words. */
export function described({ format, latent }: Found): string {
  const { height, width, channels } = imageOf(format);
  const colours = channels === 1 ? "grey" : "colour";
  const [low, high] = format.range;
  return (
    `${product(latent)} latent dimensions to ${height} x ${width} ${colours} pictures ` +
    `(${format.layout}), values ${low} to ${high}`
  );
}
