import { looked, madeBy, noteLooks, ofGpu } from "./gpu";
import { TALL } from "./prepare";
import { expect, test } from "./visit";

// Chromium has WebGPU here, and no graphics processor for it.

test.use({ folder: TALL });

test("without a graphics processor nothing is loaded for one", async ({ demo, page, site }) => {
  await noteLooks(page);
  await demo.open();
  await expect.poll(() => looked(page)).toBe("none");
  await madeBy(demo, "WebAssembly");
  // The service worker keeps what everybody loads.
  await page.evaluate(() => navigator.serviceWorker.ready);
  expect(site.requests.filter(ofGpu)).toEqual([]);
});

for (const [code, sentence] of [
  ["en", "This browser has no WebGPU that the page can use: WebAssembly makes the faces."],
  ["de", "Dieser Browser hat kein WebGPU, das die Seite nutzen kann"],
  ["fr", "Ce navigateur n’a pas de WebGPU que la page puisse utiliser"],
] as const) {
  test(`whoever asks for WebGPU where there is none is told so (${code})`, async ({ demo }) => {
    await demo.open(`?lang=${code}&runtime=webgpu`);
    await expect(demo.notice).toContainText(sentence);
    await madeBy(demo, "WebAssembly");
  });
}
