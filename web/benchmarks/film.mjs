/*
 * How long the page takes to write films of what it did, and in how much memory, in a real Chromium:
 *
 *     node benchmarks/film.mjs SITE [SECONDS ...]
 *
 * SITE is what `morphing-faces site --export` wrote. A film of each length is recorded of the random
 * walk, whose every frame is another face. Memory is what all of the browser's processes have
 * (proportional set size), at its largest while a film is written, and before.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { served } from "./site.mjs";

const [site, ...lengths] = process.argv.slice(2);

const server = await served(site);

/** Megabytes of a process and all that it started. */
function memory(pid) {
  try {
    const kilobytes = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8").match(/^Pss: +(\d+)/m);
    const tasks = readdirSync(`/proc/${pid}/task`);
    const children = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean),
    );
    return Number(kilobytes?.[1] ?? 0) / 1000 + children.reduce((sum, c) => sum + memory(c), 0);
  } catch {
    return 0; // it has ended meanwhile
  }
}

const browser = await chromium.launchServer({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic"],
});
const folder = mkdtempSync(join(tmpdir(), "film-"));
const { pid } = browser.process();
const page = await (await chromium.connect(browser.wsEndpoint())).newPage();
await page.goto(server.url);
const button = (name) => page.getByRole("button", { name, exact: true });
await button("Record").and(page.locator(":enabled")).waitFor();
const row = (...words) => console.log(words.map((word) => word.padEnd(18)).join(""));
row("recorded", "frames", "written in", "file", "memory before", "at most");
for (const seconds of lengths.length ? lengths.map(Number) : [1, 10, 60]) {
  await button("Walk").click();
  await button("Record").click();
  await page.waitForTimeout(1000 * seconds);
  await button("Pause the walk").click();
  await page.waitForTimeout(500);
  const before = memory(pid);
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, memory(pid));
  }, 250);
  const downloading = page.waitForEvent("download", { timeout: 600_000 });
  const begun = performance.now();
  await button("Stop recording").click();
  const download = await downloading;
  const took = (performance.now() - begun) / 1000;
  clearInterval(timer);
  const copy = join(folder, "film");
  await download.saveAs(copy);
  const size = statSync(copy).size / 1e6;
  const frames = (await page.locator(".notice").textContent()).match(/(\d+) frames/)?.[1] ?? "?";
  row(
    `${seconds} s`,
    frames,
    `${took.toFixed(1)} s`,
    `${size.toFixed(2)} MB`,
    `${before.toFixed(0)} MB`,
    `${most.toFixed(0)} MB`,
  );
}
await browser.close();
server.close();
rmSync(folder, { recursive: true });
process.exit(0);
