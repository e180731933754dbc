/* The worker beside the other one: it makes faces on the graphics processor. */
import * as ort from "onnxruntime-web/webgpu";
import { Engine } from "./engine";
import { type Making, make } from "./making";
import { Networks } from "./networks";
import { serve } from "./serve";

const engine = new Engine(new Networks(ort, "webgpu"));

serve((command: Making) => make(engine, command));
