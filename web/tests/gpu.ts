import type { Page } from "@playwright/test";
import { type Demo, expect } from "./visit";

/** A graphics processor that Chromium plays, so that faces can be made on one anywhere; slowly. */
export const PLAYED = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

/** What every face is made on in the end. */
export async function madeBy(demo: Demo, maker: "WebGPU" | "WebAssembly"): Promise<void> {
  await expect(demo.page.locator(".maker")).toContainText(maker, { timeout: 400_000 });
}

/** Notes in `looked` of the page whether it has looked for a graphics processor, and what it got. */
export async function noteLooks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    if (!navigator.gpu) return;
    const look = navigator.gpu.requestAdapter.bind(navigator.gpu);
    navigator.gpu.requestAdapter = async (options) => {
      const adapter = await look(options);
      Object.assign(globalThis, { looked: adapter ? "found" : "none" });
      return adapter;
    };
  });
}

/** What the page got when it looked. */
export const looked = (page: Page) =>
  page.evaluate(() => (globalThis as { looked?: string }).looked ?? null);

export const ofGpu = (path: string) => path.includes("gpu-");
