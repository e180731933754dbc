import type { PackedFile } from "./manifest";

/** ONNX Runtime's WebAssembly file. Written out by the build wherever it is named, so only here. */
export const RUNTIME: PackedFile = __RUNTIME__;
