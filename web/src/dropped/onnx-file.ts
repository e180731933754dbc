/*
 * What an ONNX file refers to, and what it takes, read without running it. The numbers are those of
 * the fields in onnx.proto: ModelProto.graph is 7, GraphProto.node 1 and so on.
 */
import { along, parts, text, wholeNumber } from "./protobuf";

/** Operators of the standard; others only some runtimes have. */
const DOMAINS = ["", "ai.onnx", "ai.onnx.ml"];
/** Graphs lie in nodes, as the branches of an If; no exporter nests them deeper. */
const DEEPEST = 32;
const EXTERNAL = 1;

/** Whether tensors of the network lie in a file beside it. */
export function hasExternalData(model: Uint8Array): boolean {
  for (const tensor of tensors(model)) {
    if (wholeNumber(tensor, 14) === EXTERNAL) return true;
    for (const _ of parts(tensor, 13)) return true;
  }
  return false;
}

/** An operator that the standard does not have; null where there is none. */
export function foreignOperator(
  model: Uint8Array,
): { readonly operator: string; readonly domain: string } | null {
  const own = new Set(Array.from(parts(model, 25), (each) => text(each, 10)));
  for (const node of nodes(model)) {
    const domain = text(node, 7);
    if (!DOMAINS.includes(domain) && !own.has(domain)) return { operator: text(node, 4), domain };
  }
  return null;
}

/** How many numbers a row of the network's first input has; null where the file does not say. */
export function inputSize(model: Uint8Array): number | null {
  for (const input of along(model, [7, 11])) {
    const sides = Array.from(along(input, [2, 1, 2, 1]), (side) => wholeNumber(side, 1));
    return sides.at(-1) ?? null;
  }
  return null;
}

/** The graph, and those inside of its nodes. */
function* graphs(model: Uint8Array): Generator<Uint8Array> {
  for (const graph of parts(model, 7)) yield* within(graph, 0);
  for (const node of along(model, [25, 7])) yield* inside(node, 0);
}

function* within(graph: Uint8Array, depth: number): Generator<Uint8Array> {
  yield graph;
  for (const node of parts(graph, 1)) yield* inside(node, depth);
}

function* inside(node: Uint8Array, depth: number): Generator<Uint8Array> {
  if (depth > DEEPEST) throw new Error("The network is nested too deeply to be looked through.");
  for (const attribute of parts(node, 5)) {
    for (const number of [6, 11]) {
      for (const graph of parts(attribute, number)) yield* within(graph, depth + 1);
    }
  }
}

function* nodes(model: Uint8Array): Generator<Uint8Array> {
  for (const graph of graphs(model)) yield* parts(graph, 1);
  yield* along(model, [25, 7]);
}

/** Every tensor in the file, wherever it stands. */
function* tensors(model: Uint8Array): Generator<Uint8Array> {
  for (const graph of graphs(model)) {
    yield* parts(graph, 5);
    for (const number of [1, 2]) yield* along(graph, [15, number]);
  }
  for (const node of nodes(model)) {
    for (const attribute of parts(node, 5)) {
      for (const number of [5, 10]) yield* parts(attribute, number);
      for (const path of [22, 23].flatMap((sparse) => [
        [sparse, 1],
        [sparse, 2],
      ])) {
        yield* along(attribute, path);
      }
    }
  }
}
