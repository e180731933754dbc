/*
 * The worker: it owns the model, so that the page stays responsive whatever is computed.
 * The page's folder comes as the worker's name, because the worker's own address is in assets/.
 */
import { Darkroom } from "../photo/darkroom";
import { Engine } from "./engine";
import { picture, shades } from "./enlarge";
import type { Part } from "./manifest";
import type { Answers, Face, Message, Picture, Request } from "./protocol";

const PROGRESS_MS = 50;

const engine = new Engine(self.name);
const darkroom = new Darkroom(engine);
let reported = 0;

self.onmessage = async ({ data }: MessageEvent<Request & { id: number }>) => {
  try {
    const value = await answer(data);
    send({ kind: "answer", id: data.id, value }, transfers(value));
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    send({ kind: "failure", id: data.id, sentence });
  }
};

async function answer(request: Request) {
  switch (request.kind) {
    case "start":
      send({ kind: "manifest", manifest: await engine.describe() });
      await engine.start(progress, request.again);
      return null;
    case "load":
      await engine.load(request.part, arriving(request.part), request.again);
      return null;
    case "read":
      return engine.read(request.table, request.again);
    case "face":
      return face(request);
    case "conditional":
      return conditional(request);
    case "posterior":
      return engine.encode(request.image);
    case "place":
      return engine.place(request.noise);
    case "photograph":
      return darkroom.open(request.file, request.look);
    case "portrait":
      return typeof request.of === "number"
        ? darkroom.take(request.of)
        : darkroom.takeByHand(request.of);
  }
}

async function face(request: Request & { kind: "face" }): Promise<Face> {
  const { image } = await engine.describe();
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

function progress(received: number, total: number): void {
  if (due(received === total)) send({ kind: "progress", received, total });
}

const arriving = (part: Part) => (received: number) => {
  if (due(false)) send({ kind: "arriving", part, received });
};

/** Whether it is time to report progress again. */
function due(last: boolean): boolean {
  const now = performance.now();
  if (!last && now - reported < PROGRESS_MS) return false;
  reported = now;
  return true;
}

/** Pictures are handed over, not copied. */
function transfers(value: Answers[keyof Answers]): Transferable[] {
  if (!value || typeof value === "string" || value instanceof Float32Array) return [];
  if ("std" in value) return [];
  const pictures: (Picture | null)[] =
    "mean" in value
      ? [value.mean, value.deviation]
      : ["preview" in value ? value.preview : value.crop];
  return pictures.flatMap((each) => (each ? [each.pixels.buffer] : []));
}

function send(message: Message, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
