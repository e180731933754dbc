import { defineConfig } from "@playwright/test";
import notebook from "./playwright.notebook.config";

// What is measured in a real notebook rather than asserted.
export default defineConfig({
  ...notebook,
  testDir: "benchmarks",
  testMatch: "*.bench.ts",
  timeout: 0,
  reporter: "list",
});
