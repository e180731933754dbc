import { defineConfig } from "@playwright/test";
import page from "./playwright.config";

// The widget in real notebooks, which the kernel's Python answers.
export default defineConfig({
  ...page,
  testDir: "tests/notebook",
  testIgnore: [],
  globalSetup: [],
  // A kernel, a server and a browser share what cores there are, in CI with other programs.
  timeout: 400_000,
  expect: { timeout: 60_000 },
});
