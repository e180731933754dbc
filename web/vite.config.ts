import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { article } from "./vite/article.ts";
import { notice } from "./vite/notice.ts";
import { offline } from "./vite/offline.ts";
import { runtime } from "./vite/runtime.ts";

const TARGET = "es2022";
const WORKER = "offline.js";

export default defineConfig(({ command }) => {
  // Packing the runtime takes seconds, and no unit test needs it.
  const ort = process.env["VITEST"] ? null : runtime();
  return {
    // The site must work in any folder of any host.
    base: "./",
    // While developing, .dev/model/ is the model: `morphing-faces site --export` writes one.
    publicDir: command === "serve" ? ".dev" : "public",
    plugins: [article(), svelte(), offline("src/offline/worker.ts", WORKER, TARGET), ort?.plugin()],
    define: { __RUNTIME__: JSON.stringify(ort?.file ?? null) },
    worker: { format: "es", plugins: () => [ort?.plugin()] },
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
