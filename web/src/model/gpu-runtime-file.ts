import type { PackedFile } from "./manifest";

/** ONNX Runtime's WebAssembly file for graphics processors; see runtime-file.ts. */
export const GPU_RUNTIME: PackedFile = __GPU_RUNTIME__;
