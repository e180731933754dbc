interface RuntimeFile {
  readonly path: string;
  readonly size: number;
  readonly unpacked: number;
  readonly sha256: string;
}

/** ONNX Runtime's WebAssembly file, as `vite/runtime.ts` puts it into the site. */
declare const __RUNTIME__: RuntimeFile;

/** The same for graphics processors. */
declare const __GPU_RUNTIME__: RuntimeFile;
