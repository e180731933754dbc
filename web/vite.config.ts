import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { article } from "./vite/article.ts";
import { offline } from "./vite/offline.ts";
import { runtime } from "./vite/runtime.ts";

const TARGET = "es2022";
const WORKER = "offline.js";
/** What mediabunny's licence asks for. */
const NOTICE =
  "/*! Includes mediabunny, Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/); " +
  "its source: https://github.com/Vanilagy/mediabunny */";

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
          postBanner: (chunk) =>
            chunk.moduleIds.some((id) => id.includes("/mediabunny/")) ? NOTICE : "",
        },
      },
    },
    test: { include: ["src/**/*.test.ts"] },
    // Tests run the page's own build of Svelte, in which state is alive.
    ...(process.env["VITEST"] ? { resolve: { conditions: ["browser"] } } : {}),
  };
});
