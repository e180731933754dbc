import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig(({ command }) => ({
  // The site must work in any folder of any host.
  base: "./",
  // While developing, .dev/model/ is the model: `morphing-faces site --export` writes one.
  publicDir: command === "serve" ? ".dev" : "public",
  plugins: [svelte()],
  worker: { format: "es" as const },
  build: {
    target: "es2022",
    outDir: "../src/morphing_faces/site/page",
    emptyOutDir: true,
    // An inlined module or font would need a laxer Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "explanation.html"] },
  },
  test: { include: ["src/**/*.test.ts"] },
}));
