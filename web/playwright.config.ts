import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  testIgnore: ["**/tests/notebook/**", "**/tests/browsers/**"],
  globalSetup: "./tests/prepare.ts",
  // Nothing is said of a page by how busy the machine is.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  fullyParallel: true,
  // A page that shares its two cores with another one answers late, which says nothing about it.
  workers: 1,
  forbidOnly: true,
  reporter: "dot",
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-quic"],
    },
  },
});
