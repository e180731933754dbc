import { defineConfig } from "@playwright/test";
import page from "./playwright.config";

// The widget in real notebooks, which the kernel's Python answers.
export default defineConfig({
  ...page,
  testDir: "tests/notebook",
  testIgnore: [],
  globalSetup: [],
  timeout: 180_000,
});
