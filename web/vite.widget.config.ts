import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { scopedTheme } from "./vite/scoped-theme.ts";

// One module and one style sheet, which are sent with every instance of the widget and saved with
// every notebook: nothing but what it needs, and nothing that is fetched.
export default defineConfig({
  plugins: [scopedTheme(".morphing-faces"), svelte()],
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "../src/morphing_faces/views/notebook/front_end",
    emptyOutDir: true,
    lib: {
      entry: "src/widget/main.ts",
      formats: ["es"],
      fileName: () => "widget.js",
      cssFileName: "widget",
    },
    rolldownOptions: { output: { minify: true } },
  },
});
