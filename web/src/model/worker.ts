/* The worker: it owns the networks, so that the page stays responsive whatever is computed. */
import * as ort from "onnxruntime-web/wasm";
import { PhotoEncoder } from "../photo/photo-encoder";
import { Engine } from "./engine";
import { make } from "./making";
import { Networks } from "./networks";
import type { Command } from "./protocol";
import { serve } from "./serve";

const engine = new Engine(new Networks(ort, "wasm"));
const photoEncoder = new PhotoEncoder(engine);

serve(async (command: Command) => {
  switch (command.kind) {
    case "probe":
      return engine.probe(command.bytes, command.wishes);
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
    default:
      return make(engine, command);
  }
});
