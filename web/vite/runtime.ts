import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What the page has to know of a WebAssembly file of ONNX Runtime. */
export interface RuntimeFile {
  readonly path: string;
  readonly size: number;
  readonly unpacked: number;
  readonly sha256: string;
}

/** ONNX Runtime's builds by what they are called here: for everybody, and for graphics processors. */
const BUILDS = {
  runtime: "ort-wasm-simd-threaded",
  "gpu-runtime": "ort-wasm-simd-threaded.asyncify",
};

export type Build = keyof typeof BUILDS;

/**
 * Puts a WebAssembly file of ONNX Runtime into the site, packed by gzip whatever the host does, in
 * place of the unpacked one that Vite would take along.
 *
 * @param beside Whether it becomes a file of this build.
 */
export function runtime(build: Build, beside = true): { plugin: () => Plugin; file: RuntimeFile } {
  const home = dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"));
  const wasm = readFileSync(join(home, `${BUILDS[build]}.wasm`));
  const packed = gzipSync(wasm, { level: 9 });
  const sha256 = createHash("sha256").update(wasm).digest("hex");
  const file = {
    path: `assets/${build}.${sha256.slice(0, 8)}.wasm.gz`,
    size: packed.length,
    unpacked: wasm.length,
    sha256,
  };
  const plugin = (): Plugin => ({
    name: build,
    configureServer(server) {
      server.middlewares.use(`/${file.path}`, (_request, response) => response.end(packed));
    },
    generateBundle(_options, bundle) {
      for (const name of Object.keys(bundle)) {
        if (name.endsWith(".wasm")) delete bundle[name];
      }
      if (beside) this.emitFile({ type: "asset", fileName: file.path, source: packed });
    },
  });
  return { plugin, file };
}
