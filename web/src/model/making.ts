import type { Engine } from "./engine";
import { picture, shades } from "./enlarge";
import type { Answer, Command, Face, Request } from "./protocol";

/** What every worker can do: take a model, and make faces. */
export type Making = Extract<
  Command,
  { readonly kind: "hello" | "runtime" | "open" | "face" | "conditional" }
>;

export async function make(engine: Engine, command: Making): Promise<Answer> {
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
    case "face":
      return face(engine, command);
    case "conditional":
      return conditional(engine, command);
  }
}

async function face(engine: Engine, request: Request & { kind: "face" }): Promise<Face> {
  const { image, provider } = engine;
  const begun = performance.now();
  const decoded = await engine.decode(request.z, request.deviation);
  const milliseconds = performance.now() - begun;
  const deviation = request.deviation
    ? picture(shades(await engine.deviation(decoded, request.z)), image, request.size)
    : null;
  const mean = picture(decoded.mean, image, request.size);
  return { mean, deviation, milliseconds, provider };
}

async function conditional(engine: Engine, request: Request & { kind: "conditional" }) {
  const wanted = request.deviation && engine.has("std");
  const decoded = await engine.decode(request.z, wanted);
  return { mean: decoded.mean, std: wanted ? await engine.deviation(decoded, request.z) : null };
}
