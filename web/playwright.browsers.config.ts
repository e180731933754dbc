import { defineConfig } from "@playwright/test";
import page from "./playwright.config";

// The same page in Firefox and WebKitGTK, as far as they are installed.
export default defineConfig({
  ...page,
  testDir: "tests/browsers",
  testIgnore: [],
  reporter: "list",
});
