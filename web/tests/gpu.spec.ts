import { pack } from "../src/points/link";
import { looked, madeBy, noteLooks, ofGpu, PLAYED } from "./gpu";
import { HEADS, SITE, TALL } from "./prepare";
import { expect, golden, manifest, test } from "./visit";

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...PLAYED] });
  },
});

// Shaders are made, and run, on the processor here.
test.setTimeout(600_000);

const most = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((far, level, i) => Math.max(far, Math.abs(level - (other[i] ?? NaN))), 0);

for (const [name, folder] of Object.entries({ faces48: SITE, heads64: HEADS })) {
  test.describe(name, () => {
    test.use({ folder, serviceWorkers: "block" });

    test("WebGPU draws what WebAssembly draws", async ({ demo, page, site }) => {
      const { decoder } = manifest(folder);
      const points = golden(folder)
        .slice(0, 2)
        .map(({ z }) => z);
      const faces = async () => {
        const drawn: number[][] = [];
        for (const z of points) {
          const words = `p=${pack({ z, selected: [0, 1], reach: 1 }, decoder)}`;
          await page.evaluate((hash) => {
            location.hash = hash;
          }, words);
          await demo.ready();
          drawn.push(await demo.colours());
        }
        return drawn;
      };
      await demo.open("?runtime=wasm");
      await madeBy(demo, "WebAssembly");
      const expected = await faces();
      expect(most(expected[0] ?? [], expected[1] ?? [])).toBeGreaterThan(20);
      expect(site.requests.filter(ofGpu)).toEqual([]);
      await demo.open("?runtime=webgpu");
      await madeBy(demo, "WebGPU");
      const drawn = await faces();
      await madeBy(demo, "WebGPU");
      for (const [i, face] of drawn.entries()) {
        expect(most(face, expected[i] ?? [])).toBeLessThanOrEqual(2);
      }
    });
  });
}

test.describe("a small model", () => {
  test.use({ folder: TALL });

  test("a graphics processor that is lost is done without", async ({ demo, page }) => {
    // The worker is started by one that keeps the device at hand.
    await page.addInitScript(() => {
      const keep = `
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (...given) {
          const device = await requestDevice.apply(this, given);
          new BroadcastChannel("lose").onmessage = () => device.destroy();
          return device;
        };`;
      globalThis.Worker = class extends Worker {
        constructor(script: string | URL, options?: WorkerOptions) {
          const address = String(script);
          const text = `import ${JSON.stringify(address)};${keep}`;
          const own = new Blob([text], { type: "text/javascript" });
          super(address.includes("gpu-worker") ? URL.createObjectURL(own) : address, options);
        }
      };
    });
    await demo.open("?runtime=webgpu");
    await madeBy(demo, "WebGPU");
    await demo.hover(0.5, -0.5);
    await demo.ready();
    const before = await demo.print();
    await page.evaluate(() => new BroadcastChannel("lose").postMessage(null));
    await expect
      .poll(async () => {
        await demo.hover(Math.random(), Math.random());
        await demo.ready();
        return page.locator(".maker").textContent();
      })
      .toContain("WebAssembly");
    expect(await demo.print()).not.toBe(before);
    await expect(demo.notice).toHaveText("");
  });

  test("one that is only played is not used, and nothing is loaded for it", async ({
    demo,
    page,
    site,
  }) => {
    await noteLooks(page);
    await demo.open();
    await expect.poll(() => looked(page)).toBe("found");
    await madeBy(demo, "WebAssembly");
    expect(site.requests.filter(ofGpu)).toEqual([]);
  });

  test("it works without a network, too, once it has worked", async ({ demo, page, context }) => {
    await demo.open("?runtime=webgpu");
    await madeBy(demo, "WebGPU");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.reload();
    await demo.ready();
    await madeBy(demo, "WebGPU");
  });
});
