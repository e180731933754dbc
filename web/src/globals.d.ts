/** ONNX Runtime's WebAssembly file, as `vite/runtime.ts` puts it into the site. */
declare const __RUNTIME__: {
  readonly path: string;
  readonly size: number;
  readonly unpacked: number;
  readonly sha256: string;
};
