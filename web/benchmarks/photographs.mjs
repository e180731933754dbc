/*
 * Photographs taken by the page in a real Chromium; see benchmarks/photographs.py:
 *
 *     node web/benchmarks/photographs.mjs SITE OUT
 *
 * Writes OUT/page.json, and prints how long a photograph of twelve megapixels takes from the moment
 * the file is chosen until its face is on the screen, finder and encoder being there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { served } from "./site.mjs";

const ROUNDS = 9;
const [site, out] = process.argv.slice(2);

const server = await served(site);

/** Runs in the page before its own scripts: notes what the worker says, and when. */
function watch() {
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      globalThis.cleared ||= document.querySelector(".notice")?.textContent === "";
    }).observe(document.body, { subtree: true, characterData: true, childList: true });
  });
  addEventListener("change", () => (globalThis.chosen = performance.now()), { capture: true });
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (data.value?.preview) globalThis.sighted = performance.now();
        if (data.value?.crop) {
          globalThis.portrait = data.value;
          globalThis.encoded = performance.now();
        } else if (data.value?.mean?.width > 100 && globalThis.portrait && !globalThis.drawn) {
          requestAnimationFrame(() => setTimeout(() => (globalThis.drawn = performance.now())));
        }
      });
    }
  };
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.addInitScript(watch);
await page.goto(server.url);
await page.locator('[role="application"][aria-busy="false"]').first().waitFor();

/** Lets the page take a photograph; null where it takes none. */
async function take(file) {
  await page.evaluate(() => {
    globalThis.portrait = globalThis.drawn = null;
    globalThis.cleared = document.querySelector(".notice").textContent === "";
  });
  await page.locator("input[aria-label='Your photograph']").setInputFiles(join(out, file));
  await page.waitForFunction(
    () =>
      globalThis.drawn ||
      (globalThis.cleared &&
        /^No face|is too small/.test(document.querySelector(".notice").textContent)),
    null,
    { polling: 20 },
  );
  return page.evaluate(() => {
    const { portrait, chosen, sighted, encoded, drawn } = globalThis;
    if (!portrait) return null;
    const [z, levels] = [Array.from(portrait.z), Array.from(portrait.levels)];
    return { z, levels, times: [sighted - chosen, encoded - chosen, drawn - chosen] };
  });
}

const counted = process.argv[4] === "time" ? 0 : Infinity;
const rows = JSON.parse(readFileSync(join(out, "python.json"), "utf8"));
const taken = {};
for (const { file } of rows.slice(0, counted)) taken[file] = await take(file);
if (counted) writeFileSync(join(out, "page.json"), JSON.stringify({ taken }));

const times = [];
for (let round = 0; round < ROUNDS; round++) {
  // Another face comes between, or there would be none to draw.
  await page.getByRole("button", { name: "Random", exact: true }).click();
  await page.locator('[role="application"][data-behind="false"]').first().waitFor();
  times.push((await take("large.jpg")).times);
}
await browser.close();
server.close();
const median = (which) => times.map((each) => each[which]).toSorted((a, b) => a - b)[ROUNDS >> 1];
console.log(
  `12 megapixels, photograph to face on the screen: ${median(2).toFixed(0)} ms ` +
    `(faces found after ${median(0).toFixed(0)}, encoded after ${median(1).toFixed(0)})`,
);
