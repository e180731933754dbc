/*
 * How fast the page is, in a real Chromium, beside the naive way, in one run:
 *
 *     node benchmarks/page.mjs SITE NAIVE
 *
 * SITE is what `morphing-faces site --export` wrote, NAIVE what benchmarks/naive.py wrote; or another
 * SITE, such as that of another commit, to see the two side by side. Every visit
 * begins with an empty cache. Bytes are counted where they leave the server, headers included; the
 * slow lines are the server's, too: 10 and 1.6 Mbit/s for all connections together. What answers the
 * mouse first may be less than the model: a grid of faces around the first one.
 */
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const TICK = 20;
const MOVES = 100_000;
/** Between two moves of the mouse while the page loads: driving it takes time of the same cores. */
const LEISURE = 100;
const [site, naive] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const NAIVE = "naive.html";
const besides = existsSync(join(naive, "index.html")) ? "" : NAIVE;

/** A static host that counts what it sends, and can send slowly. */
async function host(folders, bytesPerSecond = Infinity) {
  const sockets = new Set();
  let budget = 0;
  const waiting = [];
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url, "http://host").pathname);
    const name = path.endsWith("/") ? "index.html" : path;
    const file = folders
      .map((folder) => join(folder, name))
      .find((each) => {
        return statSync(each, { throwIfNoEntry: false })?.isFile();
      });
    if (!file) return void response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Length", statSync(file).size);
    if (bytesPerSecond === Infinity) return void createReadStream(file).pipe(response);
    waiting.push({ response, rest: readFileSync(file) });
  });
  const timer = setInterval(() => {
    budget = Math.min(budget, 0) + (bytesPerSecond * TICK) / 1000;
    while (waiting.length && budget > 0) {
      const next = waiting.shift();
      const part = next.rest.subarray(0, Math.min(4096, budget + 1));
      budget -= part.length;
      next.response.write(part);
      next.rest = next.rest.subarray(part.length);
      if (next.rest.length) waiting.push(next);
      else next.response.end();
    }
  }, TICK);
  if (bytesPerSecond === Infinity) clearInterval(timer);
  server.on("connection", (socket) => sockets.add(socket));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    sent: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, 0),
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs in the page before its own scripts: notes when it answers, and what decoding takes. */
function watch() {
  globalThis.decodes ??= [];
  let moved = false;
  const look = () => {
    // The first face is a picture; one that answers is drawn.
    const drawn = document.querySelector('[role="application"] canvas')?.getClientRects().length;
    if (moved && drawn) globalThis.early ??= performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  addEventListener("pointermove", () => (moved = true), { capture: true });
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        if (!data.value?.mean) return;
        globalThis.decodes.push(data.value.milliseconds);
        if (moved) globalThis.answered ??= performance.now();
      });
    }
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === "first-contentful-paint") globalThis.pictured = entry.startTime;
    }
  }).observe({ type: "paint", buffered: true }); // the page's first content is the face
}

const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))];

/** Moves the mouse over the face, every so many milliseconds, until something has happened. */
async function wander(page, pause, until) {
  const finish = Date.now() + 240_000;
  for (let i = 0; Date.now() < finish; i++) {
    await page.mouse.move(80 + (i % 97) * 3, 120 + (i % 89) * 3);
    if (await until()) return;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  throw new Error("the face never answered");
}

/** A visit from an empty cache until the face answers the mouse. */
async function visit(browser, server, path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(server.url + path, { waitUntil: "commit" });
  const has = (name) => page.evaluate((name) => globalThis[name] !== undefined, name);
  if (path !== NAIVE) await wander(page, LEISURE, () => has("early"));
  const earlyBytes = server.sent();
  await wander(page, LEISURE, () => has("answered"));
  const bytes = server.sent();
  const { answered, pictured, early } = await page.evaluate(() => ({
    answered: globalThis.answered,
    pictured: globalThis.pictured,
    early: globalThis.early,
  }));
  return { page, context, bytes, earlyBytes, answered, pictured, early };
}

/** Frame times while the mouse hovers for some seconds. */
async function frames(page, seconds) {
  await page.evaluate(() => {
    globalThis.decodes.length = 0;
    globalThis.frames = [];
    let last = 0;
    const tick = (now) => {
      if (last) globalThis.frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const finish = Date.now() + 1000 * seconds;
  await wander(page, 0, async () => Date.now() > finish);
  const [times, decodes] = await page.evaluate(() => [globalThis.frames, globalThis.decodes]);
  return {
    p95: quantile(times, 0.95),
    decode: quantile(decodes, 0.5),
    decode95: quantile(decodes, 0.95),
  };
}

/** Megabytes in use after so many moves of the mouse, and after a tenth of them. */
async function memory(page) {
  const session = await page.context().newCDPSession(page);
  const used = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const hover = (count) =>
    page.evaluate(async (moves) => {
      const face = document.querySelector('[role="application"]');
      const { left, top, width, height } = face.getBoundingClientRect();
      for (let i = 0; i < moves; i++) {
        const clientX = left + ((i % 997) / 997) * width;
        const clientY = top + ((i % 991) / 991) * height;
        const options = { clientX, clientY, pointerType: "mouse", bubbles: true };
        face.dispatchEvent(new PointerEvent("pointermove", options));
        if (i % 50 === 0) await new Promise(requestAnimationFrame);
      }
    }, count);
  await hover(MOVES / 10);
  const few = await used();
  await hover(MOVES - MOVES / 10);
  return { few, many: await used() };
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic"],
});
const rows = [];
const say = (what, ours, theirs, allowed) => rows.push([what, ours, theirs ?? "", allowed ?? ""]);

// The browser itself is to be awake before anything is measured.
await (await browser.newPage()).goto("about:blank");
const near = await host([site]);
const ours = await visit(browser, near, "");
const ourFrames = await frames(ours.page, 10);
const ourMemory = await memory(ours.page);
await ours.context.close();
near.close();

const other = await host([naive, here]);
const theirs = await visit(browser, other, besides);
const theirFrames = await frames(theirs.page, 10);
await theirs.context.close();
other.close();

const slow = await host([site], 1.25e6);
const far = await visit(browser, slow, "");
await far.context.close();
slow.close();
const slowNaive = await host([naive, here], 1.25e6);
const farNaive = await visit(browser, slowNaive, besides);
await farNaive.context.close();
slowNaive.close();

/** A visit on a line of 1.6 Mbit/s. */
async function narrow(folders, path) {
  const line = await host(folders, 2e5);
  const visited = await visit(browser, line, path);
  await visited.context.close();
  line.close();
  return visited;
}
const farther = await narrow([site], "");
const fartherNaive = await narrow([naive, here], besides);
await browser.close();

const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const ms = (value) => (value === undefined ? "-" : `${value.toFixed(value < 100 ? 1 : 0)} ms`);
say("sent until the face answers", mb(ours.bytes), mb(theirs.bytes), "10 MB");
say("first picture of a face", ms(ours.pictured), "-", "500 ms");
say("answering the mouse, loopback", ms(ours.answered), ms(theirs.answered), "2,000 ms");
say("answering the mouse, 10 Mbit/s", ms(far.answered), ms(farNaive.answered), "12,000 ms");
say("first picture, 10 Mbit/s", ms(far.pictured), "-", "");
const early = ({ early, earlyBytes }) => (early === undefined ? "-" : mb(earlyBytes));
say("something answers, 1.6 Mbit/s", ms(farther.early), ms(fartherNaive.early), "");
say("sent until then", early(farther), early(fartherNaive), "1.5 MB");
say("the model answers, 1.6 Mbit/s", ms(farther.answered), ms(fartherNaive.answered), "");
say("one decode, median", ms(ourFrames.decode), ms(theirFrames.decode), "5 ms");
say("one decode, 95 %", ms(ourFrames.decode95), ms(theirFrames.decode95), "");
say("frame while hovering, 95 %", ms(ourFrames.p95), ms(theirFrames.p95), "17 ms");
say("script memory, 10,000 moves", `${ourMemory.few.toFixed(2)} MB`);
say("script memory, 100,000 moves", `${ourMemory.many.toFixed(2)} MB`);
console.log(
  ["what", "the page", besides ? "naive" : "the other", "at most"]
    .map((w, i) => w.padEnd(i ? 12 : 32))
    .join(""),
);
for (const row of rows) console.log(row.map((w, i) => w.padEnd(i ? 12 : 32)).join(""));
