import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { article } from "./vite/article.ts";
import { notice } from "./vite/notice.ts";
import { offline } from "./vite/offline.ts";
import { runtime } from "./vite/runtime.ts";

const TARGET = "es2022";
const WORKER = "offline.js";

export default defineConfig(({ command }) => {
  // Packing the runtimes takes seconds, and no unit test needs them.
  const none = Boolean(process.env["VITEST"]);
  const ort = none ? null : runtime("runtime");
  const gpu = none ? null : runtime("gpu-runtime");
  return {
    // The site must work in any folder of any host.
    base: "./",
    // While developing, .dev/model/ is the model: `morphing-faces site --export` writes one.
    publicDir: command === "serve" ? ".dev" : "public",
    plugins: [
      article(),
      svelte(),
      offline("src/offline/worker.ts", WORKER, TARGET),
      ort?.plugin(),
      gpu?.plugin(),
    ],
    define: {
      __RUNTIME__: JSON.stringify(ort?.file ?? null),
      __GPU_RUNTIME__: JSON.stringify(gpu?.file ?? null),
    },
    worker: { format: "es", plugins: () => [ort?.plugin(), gpu?.plugin()] },
    build: {
      target: TARGET,
      outDir: "../src/morphing_faces/site/page",
      emptyOutDir: true,
      // An inlined module or font would need a laxer Content-Security-Policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          index: "index.html",
          explanation: "explanation.html",
        },
        output: {
          entryFileNames: "assets/[name]-[hash].js",
          postBanner: notice,
        },
      },
    },
    // Nothing is measured by the clock: a busy machine may take its time.
    test: { include: ["src/**/*.test.ts"], testTimeout: 60_000 },
    // Tests run the page's own build of Svelte, in which state is alive.
    ...(process.env["VITEST"] ? { resolve: { conditions: ["browser"] } } : {}),
  };
});
