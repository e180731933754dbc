import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { readText } from "../src/points/png";
import { expected, type Patches, photograph, Visitor } from "./photo-encoder";
import { expect, test as plain } from "./visit";

/** As far as a level may be from Python's: JPEG decoders and rules for profiles differ so much. */
const LEVELS = 4;

const test = plain.extend<{ visitor: Visitor }>({
  visitor: async ({ page, demo }, use) => {
    await demo.open();
    await use(new Visitor(page));
  },
});

/** The shape of the photograph as it is shown, and the colours in the middle of its patches. */
async function shown(page: Page, side: number): Promise<Patches["colours"]> {
  return page.locator(".sheet canvas").evaluate((canvas: HTMLCanvasElement, step) => {
    const context = canvas.getContext("2d");
    const colour = (x: number, y: number) => {
      const [red = NaN, green = NaN, blue = NaN] = context?.getImageData(x, y, 1, 1).data ?? [];
      return [red, green, blue] as const;
    };
    const middles = (length: number) =>
      Array.from({ length: length / step }, (_, i) => (i + 0.5) * step);
    return middles(canvas.height).map((y) => middles(canvas.width).map((x) => colour(x, y)));
  }, side);
}

/** So that none of the tests lasts long. */
const PARTS = 5;

for (let part = 0; part < PARTS; part++) {
  test(`pictures of every format have colours and places as in Python, part ${part}`, async ({
    visitor,
    page,
  }) => {
    const { formats } = expected();
    expect(formats.length).toBeGreaterThan(40);
    for (const { file, side, colours } of formats.filter((_, i) => i % PARTS === part)) {
      await test.step(file, async () => {
        await visitor.choose(photograph(file));
        await expect(visitor.notice).toContainText(/No face was found|Drag the two marks/);
        const seen = await shown(page, side);
        expect(seen.map((row) => row.length)).toEqual(colours.map((row) => row.length));
        const off = seen.flatMap((row, y) =>
          row.flatMap((colour, x) =>
            colour.map((level, i) => Math.abs(level - (colours[y]?.[x]?.[i] ?? NaN))),
          ),
        );
        expect(Math.max(...off)).toBeLessThanOrEqual(LEVELS);
      });
    }
  });
}

/** Everything that the page keeps in the browser, as one text of bytes. */
async function kept(page: Page): Promise<Buffer> {
  const texts = await page.evaluate(async () => {
    const latin = (bytes: ArrayBuffer) =>
      Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
    const found = [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    found.push(document.cookie, JSON.stringify(await indexedDB.databases()));
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        found.push(request.url);
        const answer = await cache.match(request);
        if (answer && !/model|wasm/.test(request.url))
          found.push(latin(await answer.arrayBuffer()));
      }
    }
    return found;
  });
  return Buffer.from(texts.join("\n"), "latin1");
}

test("place, time, camera and thumbnail of a photograph get into nothing that is kept or saved", async ({
  demo,
  visitor,
  page,
  site,
}) => {
  const traces = expected().traces.map((trace) => Buffer.from(trace, "base64"));
  const found = (bytes: Buffer) => traces.some((trace) => bytes.includes(trace));
  for (const name of ["a.jpg", "b.png", "c.webp", "d.avif"]) {
    await test.step(name, async () => {
      const file = `planted/${name}`;
      expect(found(readFileSync(photograph(file)))).toBe(true);
      await visitor.choose(photograph(file));
      await expect(visitor.sheet).toBeVisible();
      await expect(visitor.notice).toContainText(/what the model makes of it|Drag the two marks/);
      // Where no finder is at hand, the marks bring the face.
      await visitor.mark("Left").press("ArrowRight");
      await expect(page.locator(".photograph canvas")).toBeVisible();
      await demo.button("Record").click();
      await demo.button("Keep").click();
      const film = await demo.download("Stop recording");
      const picture = await demo.download("Save PNG");
      const text = await readText(picture.content, "morphing-faces");
      expect(text).toContain("decoder");
      const saved = [film.content, picture.content, Buffer.from(text ?? "")];
      expect(saved.map(found)).toEqual([false, false, false]);
    });
  }
  const { content } = await demo.download("Save Face 1 as a file");
  expect(found(content)).toBe(false);
  expect(found(await kept(page))).toBe(false);
  expect(site.requests.some((path) => found(Buffer.from(decodeURIComponent(path))))).toBe(false);
});
