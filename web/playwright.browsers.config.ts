import { defineConfig } from "@playwright/test";
import page from "./playwright.config";

// The same page in Firefox, where it is installed.
export default defineConfig({
  ...page,
  testDir: "tests/browsers",
  testIgnore: [],
  timeout: 180_000,
  reporter: "list",
});
