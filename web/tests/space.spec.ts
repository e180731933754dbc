import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Page } from "@playwright/test";
import { SPACE } from "./prepare";
import { type Host, host } from "./server";
import { expect, test } from "./visit";

// A Space as its Hub shows it: the page that `push --space` sends, in a frame of a page of another
// origin. Some browsers let such a frame keep things, apart from what the page by itself keeps;
// others, such as this Chromium where the two are of different sites, let it keep nothing.

test.use({ folder: SPACE });

/** What the Hub lets the frame of a Space do. */
const HUB =
  'allow="camera; clipboard-read; clipboard-write; fullscreen; microphone" sandbox="allow-downloads ' +
  "allow-forms allow-modals allow-pointer-lock allow-popups allow-popups-to-escape-sandbox " +
  'allow-same-origin allow-scripts allow-storage-access-by-user-activation"';

/** Opens a page with the Space in a frame, and waits until its face answers. */
async function shown(page: Page, address: string): Promise<FrameLocator> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto(address);
  return answering(page);
}

/** The same host under its other name, which makes it another site. */
const elsewhere = (address: string) => address.replace("127.0.0.1", "localhost");

async function answering(page: Page): Promise<FrameLocator> {
  const frame = page.frameLocator("iframe");
  const face = frame.getByRole("application", { name: /^Face/ });
  await expect(face).toHaveAttribute("aria-busy", "false");
  await expect(face.locator("canvas")).toBeVisible();
  return frame;
}

const around = test.extend<{ around: Host }>({
  around: async ({ demo }, use, info) => {
    const folder = info.outputPath("around");
    mkdirSync(folder, { recursive: true });
    const frame = (more: string) =>
      `<!doctype html><title>A Space</title><iframe ${more} src="${demo.url}#open=share" width="1240" height="960"></iframe>`;
    writeFileSync(join(folder, "index.html"), frame(HUB));
    mkdirSync(join(folder, "bare"));
    writeFileSync(join(folder, "bare", "index.html"), frame(""));
    const made = await host(folder);
    await use(made);
    await made.close();
  },
});

around("its head says what it is and whose model it plays", () => {
  const head = readFileSync(join(SPACE, "README.md"), "utf8");
  expect(head).toContain("sdk: static");
  expect(head).toContain("- me/tiny");
});

around(
  "where it may keep things, it moves, keeps, copies, fills the screen and works offline",
  async ({ demo, page, site, around }) => {
    const frame = await shown(page, around.url);
    const face = frame.getByRole("application", { name: /^Face/ });
    const before = await face.locator("canvas").screenshot();
    await face.hover({ position: { x: 30, y: 30 } });
    await expect
      .poll(async () => before.equals(await face.locator("canvas").screenshot()))
      .toBe(false);

    const button = (name: string) => frame.getByRole("button", { name, exact: true });
    await button("Keep").click();
    await expect(button("Go to Face 1")).toBeVisible();
    await button("Copy link").click();
    await expect(frame.locator(".notice")).toContainText("The link is copied");
    // The link is to the Space by itself, which anybody can open.
    const inner = page.frames().find((each) => each.url().startsWith(demo.url));
    if (!inner) throw new Error("there is no frame");
    const link = await inner.evaluate(() => navigator.clipboard.readText());
    expect(link).toContain(`${demo.url}#p=`);

    await button("Full screen").click();
    const out = frame.getByRole("button", { name: "Leave full screen" });
    await expect(out).toBeVisible();
    expect(await page.evaluate(() => document.fullscreenElement?.tagName)).toBe("IFRAME");
    await out.click();
    await expect(frame.getByRole("banner")).toBeVisible();

    // The worker has what the page needs: it opens again while its host is gone.
    await inner.waitForFunction(async () => {
      const { active } = await navigator.serviceWorker.ready;
      return active?.state === "activated" && navigator.serviceWorker.controller !== null;
    });
    await site.close();
    await page.reload();
    await answering(page);
    await expect(button("Go to Face 1")).toBeVisible();
  },
);

around("where it may keep nothing, it says so, and does the rest", async ({ page, around }) => {
  const frame = await shown(page, elsewhere(around.url));
  await frame.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(frame.locator(".notice")).toContainText("keep nothing: what you keep is lost");
  await expect(frame.getByRole("button", { name: "Go to Face 1" })).toBeVisible();
  await frame.getByRole("button", { name: "Copy link" }).click();
  await expect(frame.locator(".notice")).toContainText("The link is copied");
  await expect(frame.getByRole("button", { name: "Full screen" })).toBeVisible();
});

around(
  "in a frame that may do nothing beside, what it cannot do it says or hides",
  async ({ page, around }) => {
    const frame = await shown(page, elsewhere(`${around.url}bare/`));
    await expect(frame.getByRole("button", { name: "Full screen" })).toHaveCount(0);
    await frame.getByRole("button", { name: "Copy link" }).click();
    await expect(frame.locator(".notice")).toContainText("Copy from here: http");
  },
);
