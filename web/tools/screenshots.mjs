/*
 * The pictures of the page that README and guide show, taken anew:
 *
 *     node tools/screenshots.mjs SITE ../docs/pictures PHOTOGRAPH
 *
 * SITE is what `morphing-faces site --export` wrote, of heads64 and with the face finder. PHOTOGRAPH is
 * one that may be shown to everybody, such as of a person that a network has made up. Of the words
 * given after that, only the pictures with these names are taken.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { served } from "../benchmarks/site.mjs";

const LARGEST = 150_000;
const QUALITIES = [0.92, 0.88, 0.84, 0.78, 0.7, 0.6, 0.5];
const PATIENCE = 120_000;

const [site, out, photograph, ...only] = process.argv.slice(2);

const face = (page) => page.getByRole("application", { name: /^Face/ });
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function ready(page) {
  await page
    .locator('[role="application"][aria-busy="false"][data-behind="false"] canvas:not([hidden])')
    .first()
    .waitFor({ timeout: PATIENCE });
  await page.locator(".cover").waitFor({ state: "detached", timeout: PATIENCE });
}

const rested = (page) => page.waitForLoadState("networkidle");

/** Waits until a figure that is drawn piece by piece has all of them: until their number rests. */
async function drawn(figure, attribute) {
  let before = "";
  for (;;) {
    const now = await figure.getAttribute(attribute);
    if (Number(now) > 1 && now === before) return;
    before = now;
    await figure.page().waitForTimeout(4000);
  }
}

async function hover(page, x, y) {
  const box = await face(page).first().boundingBox();
  await page.mouse.move(box.x + ((x + 1) / 2) * box.width, box.y + ((1 - y) / 2) * box.height);
  await ready(page);
}

/** Waits until every strip in sight has its own faces. */
const stripsDrawn = (page) =>
  page.waitForFunction(
    () =>
      [...document.querySelectorAll(".strip")]
        .filter((strip) => strip.getBoundingClientRect().top < innerHeight)
        .every((strip) => Number(strip.dataset.tiles) >= 5),
    null,
    { timeout: PATIENCE },
  );

const PICTURES = {
  page: {
    open: "",
    viewport: { width: 1280, height: 800 },
    async act(page) {
      await hover(page, 0.45, 0.55);
      await stripsDrawn(page);
    },
  },
  phone: {
    open: "",
    viewport: { width: 390, height: 844 },
    scale: 2,
    mobile: true,
    async act(page) {
      await page.waitForTimeout(3000);
    },
  },
  "map-photograph": {
    open: "#open=map",
    viewport: { width: 1280, height: 860 },
    async act(page) {
      await page.locator("input[aria-label='Your photograph']").setInputFiles(photograph);
      await page.getByText("The photograph, aligned.").waitFor({ timeout: PATIENCE });
      await ready(page);
      await button(page, "Resample").waitFor({ timeout: PATIENCE });
      const map = page.getByRole("application", { name: /^Map/ });
      await map.waitFor();
      await drawn(map, "data-tiles");
      await button(page, "Dismiss").click();
      await page.mouse.move(0, 0);
      await page.locator("#map").evaluate((title) => {
        title.closest("section").scrollIntoView({ block: "start" });
        scrollBy(0, -16);
      });
    },
  },
  machine: {
    open: "explanation.html#machine",
    viewport: { width: 900, height: 960 },
    async act(page) {
      await button(page, "Start the machine").first().click();
      await button(page, "Another face").waitFor({ timeout: PATIENCE });
      await page.locator("#machine").evaluate((machine) => {
        machine.scrollIntoView({ block: "start" });
      });
    },
  },
  "full-screen": {
    open: "",
    viewport: { width: 1920, height: 1080 },
    scale: 1,
    async act(page) {
      await button(page, "Full screen").click();
      await page.locator("html.full").waitFor();
      await page.locator(".hall .strip").nth(2).waitFor();
      await hover(page, 0.3, 0.5);
    },
  },
};

/** A picture of the page as WebP, as good as fits the bytes. */
async function packed(page, png) {
  for (const quality of QUALITIES) {
    const text = await page.evaluate(
      async ([from, quality]) => {
        const bytes = Uint8Array.from(atob(from), (letter) => letter.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = document.createElement("canvas");
        canvas.width = image.width;
        canvas.height = image.height;
        canvas.getContext("2d").drawImage(image, 0, 0);
        const url = canvas.toDataURL("image/webp", quality);
        return url.slice(url.indexOf(",") + 1);
      },
      [png.toString("base64"), quality],
    );
    const bytes = Buffer.from(text, "base64");
    if (bytes.length <= LARGEST) return bytes;
  }
  throw new Error("this picture does not fit");
}

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-quic"],
});
const host = await served(site);
for (const [name, picture] of Object.entries(PICTURES)) {
  if (only.length && !only.includes(name)) continue;
  const { open, viewport, scale = 1.5, mobile = false, act } = picture;
  const context = await browser.newContext({
    viewport,
    deviceScaleFactor: scale,
    hasTouch: mobile,
    isMobile: mobile,
    colorScheme: "light",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(host.url + open);
  if (!open.startsWith("explanation")) await ready(page);
  await rested(page);
  await act(page);
  await rested(page);
  await page.waitForTimeout(2000);
  const bytes = await packed(page, await page.screenshot());
  writeFileSync(join(out, `${name}.webp`), bytes);
  console.log(`${name}.webp: ${Math.round(bytes.length / 1000)} kB`);
  await context.close();
}
await browser.close();
host.close();
