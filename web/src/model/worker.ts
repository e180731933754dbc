/*
 * The worker: it owns the networks, so that the page stays responsive whatever is computed. Its
 * bytes come from the page; it fetches nothing.
 */
import { LayoutError } from "../dropped/layout";
import { PhotoEncoder } from "../photo/photo-encoder";
import { Engine } from "./engine";
import type { Picture } from "./enlarge";
import { picture, shades } from "./enlarge";
import type { Answer, Command, Face, Message, Request } from "./protocol";

const engine = new Engine();
const photoEncoder = new PhotoEncoder(engine);

const respond = async ({ data }: MessageEvent<Command & { id: number }>): Promise<void> => {
  try {
    const value = await answer(data);
    send({ kind: "answer", id: data.id, value }, transfers(value));
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    const about = error instanceof LayoutError ? error.about : null;
    send({ kind: "failure", id: data.id, sentence, about });
  }
};

// ONNX Runtime starts this file again in each of its threads, where it listens by itself.
if (!self.name.startsWith("em-pthread")) self.onmessage = respond;

async function answer(command: Command): Promise<Answer> {
  switch (command.kind) {
    case "hello":
      engine.image = command.image;
      return null;
    case "runtime":
      engine.run(command.bytes);
      return null;
    case "open":
      await engine.open(command.part, command.bytes);
      return null;
    case "probe":
      return engine.probe(command.bytes, command.wishes);
    case "face":
      return face(command);
    case "conditional":
      return conditional(command);
    case "posterior":
      return engine.encode(command.image);
    case "sample":
      return engine.sample(command.noise);
    case "photograph":
      return photoEncoder.open(command.file, command.turns, command.look);
    case "portrait":
      return typeof command.of === "number"
        ? photoEncoder.take(command.of)
        : photoEncoder.takeByHand(command.of);
  }
}

async function face(request: Request & { kind: "face" }): Promise<Face> {
  const { image } = engine;
  const begun = performance.now();
  const decoded = await engine.decode(request.z);
  const milliseconds = performance.now() - begun;
  const deviation = request.deviation
    ? picture(shades(await engine.deviation(decoded, request.z)), image, request.size)
    : null;
  return { mean: picture(decoded.mean, image, request.size), deviation, milliseconds };
}

async function conditional(request: Request & { kind: "conditional" }) {
  const decoded = await engine.decode(request.z);
  const wanted = request.deviation && engine.has("std");
  return { mean: decoded.mean, std: wanted ? await engine.deviation(decoded, request.z) : null };
}

/** Pictures are handed over, not copied. */
function transfers(value: Answer): Transferable[] {
  if (!value || value instanceof Float32Array) return [];
  if ("crop" in value) return [value.crop.pixels.buffer];
  if ("std" in value || "order" in value) return [];
  const pictures: (Picture | null)[] =
    "mean" in value ? [value.mean, value.deviation] : [value.preview];
  return pictures.flatMap((each) => (each ? [each.pixels.buffer] : []));
}

function send(message: Message, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
