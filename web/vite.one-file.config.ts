import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { notice } from "./vite/notice.ts";
import { runtime } from "./vite/runtime.ts";

// The demo as one script, with its worker in it, and one style sheet: `site/one_file.py` puts them
// into a page, with ONNX Runtime and a model.
export default defineConfig(() => {
  const ort = runtime("runtime", false);
  return {
    base: "./",
    publicDir: false as const,
    plugins: [svelte(), ort.plugin()],
    define: { __RUNTIME__: JSON.stringify(ort.file) },
    // Where a file or the text of a frame has no origin, Chromium starts no worker that is a module.
    worker: { format: "iife" as const, plugins: () => [ort.plugin()] },
    build: {
      target: "es2022",
      outDir: "../src/morphing_faces/site/page_in_one_file",
      emptyOutDir: true,
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      modulePreload: false as const,
      rolldownOptions: {
        input: "src/one-file/main.ts",
        output: {
          codeSplitting: false,
          entryFileNames: "page.js",
          assetFileNames: "page[extname]",
          postBanner: notice,
        },
      },
    },
  };
});
