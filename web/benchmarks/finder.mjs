/*
 * Where the page in a real Chromium sees the eyes of faces; see benchmarks/finder.py:
 *
 *     node web/benchmarks/finder.mjs SITE OUT
 *
 * Writes OUT/page.json: by file, the eyes of the face that the page takes, or null.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { served } from "./site.mjs";

const PATIENCE = 300_000;
const [site, out] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(join(out, "faces.json"), "utf8"));
const server = await served(site, out);

/** Runs in the page before its own scripts: the worker is asked here, too. */
function watch() {
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      globalThis.worker ??= this;
    }
  };
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic"],
});
const page = await browser.newPage({ serviceWorkers: "block" });
page.setDefaultTimeout(PATIENCE);
await page.addInitScript(watch);
await page.goto(server.url);
await page.locator('[role="application"][aria-busy="false"]').first().waitFor();
// The first photograph brings finder and encoder; it is a large one.
const { file } = rows.find(({ distance }) => distance === 100);
await page.locator("input[aria-label='Your photograph']").setInputFiles(join(out, file));
await page.waitForFunction(() =>
  /what the model makes of it|No face/.test(document.querySelector(".notice").textContent),
);

/** What the worker makes of photographs, one after the other. */
async function look(files) {
  let id = 1e9;
  const ask = (command) =>
    new Promise((resolve) => {
      const mine = id++;
      const hear = ({ data }) => {
        if (data.id !== mine) return;
        globalThis.worker.removeEventListener("message", hear);
        resolve(data.kind === "answer" ? data.value : null);
      };
      globalThis.worker.addEventListener("message", hear);
      globalThis.worker.postMessage({ ...command, id: mine });
    });
  const found = {};
  for (const name of files) {
    const file = await (await fetch(name)).blob();
    const photograph = await ask({ kind: "photograph", file, turns: 0, look: true });
    const of = photograph?.largest ?? -1;
    found[name] = of < 0 ? null : ((await ask({ kind: "portrait", of }))?.eyes ?? null);
  }
  return found;
}

const SOME = 50;
const found = {};
for (let at = 0; at < rows.length; at += SOME) {
  const files = rows.slice(at, at + SOME).map(({ file }) => file);
  Object.assign(found, await page.evaluate(look, files));
}
writeFileSync(join(out, "page.json"), JSON.stringify(found));
await browser.close();
server.close();
