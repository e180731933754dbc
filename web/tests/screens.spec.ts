import type { Page } from "@playwright/test";
import { blind, Visitor } from "./photo-encoder";
import { type Demo, expect, test } from "./visit";

// Where the page is shown: in a frame of another page, on a whole screen, on a telephone.

test.describe("in a frame of another page", () => {
  test.use({ serviceWorkers: "block" });

  for (const sandbox of ["", 'sandbox="allow-scripts"']) {
    test(`there is the face, and little else; ${sandbox || "with an origin"}`, async ({
      demo,
      page,
    }) => {
      await page.setContent(
        `<iframe ${sandbox} src="${demo.url}?embed" width="420" height="540"></iframe>`,
      );
      const frame = page.frameLocator("iframe");
      const face = frame.getByRole("application", { name: /^Face/ });
      await expect(face).toHaveAttribute("aria-busy", "false");
      await expect(face.locator("canvas")).toBeVisible();
      await expect(frame.getByRole("button", { name: "Random" })).toBeEnabled();
      await expect(frame.getByRole("heading")).toHaveCount(1);
      await expect(frame.getByRole("slider")).toHaveCount(0);
      await expect(frame.getByRole("link")).toHaveText(["Morphing Faces: all of it"]);
      const before = await face.locator("canvas").screenshot();
      const box = await face.boundingBox();
      if (!box) throw new Error("there is no face");
      await page.mouse.move(box.x + 0.9 * box.width, box.y + 0.1 * box.height);
      await expect
        .poll(async () => before.equals(await face.locator("canvas").screenshot()))
        .toBe(false);
      const [content, height] = await frame
        .locator("html")
        .evaluate((root) => [root.scrollHeight, innerHeight]);
      expect(content).toBeLessThanOrEqual(height ?? 0);
    });
  }

  test("a frame that may nothing but run says what it cannot keep, and hides what it has not", async ({
    demo,
    page,
  }) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.setContent(
      `<iframe sandbox="allow-scripts" src="${demo.url}#open=share" width="1200" height="850"></iframe>`,
    );
    const frame = page.frameLocator("iframe");
    const notice = frame.locator(".notice");
    await expect(frame.getByRole("button", { name: "Keep", exact: true })).toBeEnabled();
    await expect(frame.getByRole("button", { name: "Full screen" })).toHaveCount(0);
    await frame.getByRole("button", { name: "Keep", exact: true }).click();
    await expect(notice).toContainText("keep nothing: what you keep is lost");
    await frame.getByRole("button", { name: "Copy link" }).click();
    await expect(notice).toContainText("Copy from here: http");
  });
});

/** The boxes of the words and strips of a lecture hall. */
const boxes = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((found) =>
    found.map((each) => {
      const { left, right, top, bottom, height } = each.getBoundingClientRect();
      return { left, right, top, bottom, height };
    }),
  );

for (const [width, height] of [
  [1920, 1080],
  [1280, 800],
  [1024, 768],
] as const) {
  test.describe(`on a whole screen of ${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });

    test("the face is as large as it lets it be, beside three controls and the way out", async ({
      demo,
      page,
    }) => {
      await demo.first();
      const heading = page.getByRole("heading", { level: 1 });
      const size = () =>
        heading.evaluate((title) => Number.parseFloat(getComputedStyle(title).fontSize));
      const before = { letters: await size(), face: (await demo.face.boundingBox())?.height ?? 0 };
      await demo.button("Full screen").click();
      expect(await page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
      await expect(page.getByRole("banner")).toHaveCount(0);
      await expect(page.getByRole("contentinfo")).toHaveCount(0);
      await expect(page.getByRole("slider")).toHaveCount(3);
      await expect
        .poll(async () => (await demo.face.boundingBox())?.height)
        .toBeGreaterThan(Math.max(before.face, Math.min(0.8 * height, 0.55 * width)));
      if (width > 1200) expect(await size()).toBeGreaterThan(1.2 * before.letters);
      // A name is one line, and the strips stand below each other.
      const names = await boxes(page, ".hall label");
      const letter = await page
        .locator(".hall label")
        .first()
        .evaluate((label) => Number.parseFloat(getComputedStyle(label).fontSize));
      for (const each of names) expect(each.height).toBeLessThan(2 * letter);
      const strips = await boxes(page, ".hall .strip");
      for (const each of strips) {
        expect(each.left).toBe(strips[0]?.left);
        expect(each.right).toBe(strips[0]?.right);
      }
      // Everything is on the screen at once.
      const [content, seen] = await page.evaluate(() => [
        document.documentElement.scrollHeight,
        innerHeight,
      ]);
      expect(content).toBeLessThanOrEqual(seen ?? 0);
      const out = page.getByRole("button", { name: "Leave full screen Esc" });
      await expect(out).toBeInViewport({ ratio: 1 });
      await out.click();
      await expect(page.getByRole("banner")).toBeVisible();
      expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
    });
  });
}

/** The face has to be in the window, above what is moved or beside it. */
async function inSight(demo: Demo, slider: string): Promise<void> {
  const { page } = demo;
  const moved = demo.direction(slider);
  await expect(moved).toBeVisible();
  await moved.evaluate((input) => input.scrollIntoView({ block: "center" }));
  await moved.fill("1");
  await demo.ready();
  const [face, handle] = [await demo.face.boundingBox(), await moved.boundingBox()];
  const window = page.viewportSize();
  if (!face || !handle || !window) throw new Error("something is not there");
  expect(face.y).toBeGreaterThanOrEqual(-1);
  expect(face.y + face.height).toBeLessThanOrEqual(window.height + 1);
  expect(handle.y + handle.height).toBeLessThanOrEqual(window.height);
  // Neither covers the other.
  const below = handle.y >= face.y + face.height - 1;
  const beside = handle.x >= face.x + face.width - 1;
  expect(below || beside).toBe(true);
}

for (const [width, height, what, mobile, photographed] of [
  [390, 844, "on a telephone", true, true],
  [844, 390, "on one that lies", true, false],
  [820, 1180, "on a tablet", true, false],
  [640, 400, "at 200 % zoom of 1280 x 800", false, true],
  [1280, 800, "on a desktop", false, false],
  [1280, 720, "in a low window", false, true],
] as const) {
  test.describe(what, () => {
    test.use({ viewport: { width, height }, hasTouch: mobile, isMobile: mobile });

    test("the face stays in sight while a slider is moved", async ({ demo }) => {
      await demo.open();
      await inSight(demo, "happy");
    });

    if (!photographed) return;
    test("with a photograph, too", async ({ demo, page }) => {
      test.skip(...blind());
      test.slow();
      await demo.open();
      const visitor = new Visitor(page);
      await visitor.take("one.jpg");
      await inSight(demo, "happy");
      // The marks are still within reach.
      await visitor.mark("Left").scrollIntoViewIfNeeded();
      await expect(visitor.mark("Left")).toBeInViewport();
      await expect(demo.face).toBeInViewport();
    });
  });
}

test.describe("where there is no mouse", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("words speak of fingers", async ({ demo, page }) => {
    await demo.open();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Drag over the face, and it morphs",
    );
    await expect(page.locator("body")).not.toContainText(/\b(mouse|click|drop)\b/i);
  });
});

test("where service workers are but a name, the page works", async ({ demo, page }) => {
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "serviceWorker", { value: undefined });
  });
  await demo.open();
  await demo.hover(0.5, 0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  await expect(demo.button("Random")).toBeEnabled();
  const moved = await demo.coordinate(2);
  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(2)).not.toBe(moved);
  expect(wrong).toEqual([]);
});

test("cookies are not set, and nothing is asked of anybody else", async ({ demo, page, site }) => {
  const foreign: string[] = [];
  page.context().on("request", (request) => {
    const ours = /^(data|blob):/.test(request.url()) || request.url().startsWith(site.url);
    if (!ours || request.method() !== "GET") foreign.push(`${request.method()} ${request.url()}`);
  });
  await demo.open();
  await demo.hover(0.5, 0.5);
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
  await demo.button("Keep").click();
  await page.getByRole("link", { name: "How does it work?" }).click();
  await expect(page.getByRole("heading", { name: "How does it work?" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(foreign).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});
