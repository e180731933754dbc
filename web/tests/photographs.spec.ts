import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { picture, shownSize } from "../src/model/enlarge";
import type { Manifest } from "../src/model/manifest";
import { crc32 } from "../src/points/crc";
import {
  blind,
  deviation,
  EVERY,
  type Expected,
  expected,
  photograph,
  Visitor,
} from "./photo-encoder";
import { expect, manifest, test as plain } from "./visit";

/** As far as a point may be from Python's: a tenth of what the encoder itself is unsure of. */
const TOLERANCE = 0.3;
/** As far as a level of the aligned picture may be from Python's. */
const LEVELS = 3;

const test = plain.extend<{ visitor: Visitor }>({
  visitor: async ({ page, demo }, use) => {
    await demo.open();
    await use(new Visitor(page));
  },
});

/** The most by which two pictures differ. */
function farthest(one: readonly number[], other: ArrayLike<number>): number {
  return one.reduce((most, level, i) => Math.max(most, Math.abs(level - (other[i] ?? NaN))), 0);
}

async function agree(visitor: Visitor, python: Expected): Promise<void> {
  const levels = Float32Array.from(python.levels, (level) => level / 255);
  const { image } = manifest();
  const { pixels } = picture(levels, image, shownSize(image));
  const theirs = pixels.filter((_, i) => i % EVERY === 0);
  const ours = await visitor.crop();
  expect(ours.length).toBe(theirs.length);
  expect(farthest(ours, theirs)).toBeLessThanOrEqual(LEVELS);
  expect(deviation(await visitor.point(), python)).toBeLessThan(TOLERANCE);
}

test("the same photographs give the same points as in Python", async ({ visitor }) => {
  test.skip(...blind());
  const { taken } = expected();
  expect(taken.length).toBeGreaterThanOrEqual(6); // and one.avif, where Pillow writes it
  for (const python of taken) {
    await test.step(python.file, async () => {
      await visitor.choose(photograph(python.file));
      await expect(visitor.notice).toContainText(/what the model makes of it|the largest is taken/);
      await agree(visitor, python);
    });
  }
});

test("of several faces the largest is taken, and others are offered", async ({ visitor, page }) => {
  test.skip(...blind());
  await visitor.choose(photograph("several.jpg"));
  await expect(visitor.notice).toContainText("3 faces, and the largest is taken: number 2");
  await expect(page.getByRole("button", { name: /Take face/ })).toHaveCount(2);
  await page.getByRole("button", { name: "Take face 3 from the left" }).click();
  await expect(visitor.notice).toContainText("Face 3, and what the model makes of it");
  await expect(page.getByRole("button", { name: "Take face 2 from the left" })).toBeVisible();
  await agree(visitor, expected().third as Expected);
});

test("everybody in a photograph of many can be chosen, small ones beside a large one too", async ({
  visitor,
  page,
}) => {
  test.skip(...blind());
  for (const [file, people] of [
    ["class.png", 40],
    ["class-of-24.png", 24],
    ["selfie.jpg", 6],
  ] as const) {
    await test.step(file, async () => {
      await visitor.choose(photograph(file));
      await expect(visitor.notice).toContainText(`${people} faces, and the largest is taken`);
      await expect(page.getByRole("button", { name: /Take face/ })).toHaveCount(people - 1);
    });
  }
  await page.getByRole("button", { name: "Take face 6 from the left" }).click();
  await expect(visitor.notice).toContainText("Face 6, and what the model makes of it");
});

test("eyes named by hand give the same point as in Python", async ({ page, demo }) => {
  await withManifest(page, ({ files: { finder: _, ...files }, ...rest }) => ({ ...rest, files }));
  await demo.open();
  const visitor = new Visitor(page);
  await visitor.choose(photograph("by-hand.png"));
  await expect(visitor.notice).toContainText("Drag the two marks onto the eyes");
  await expect(page.getByText("built without the face finder")).toBeVisible();
  await expect(page.locator(".photograph canvas")).toBeHidden();
  expect(await visitor.place("Left")).toEqual([180, 192]);
  await visitor.mark("Left").press("ArrowRight");
  await expect.poll(() => visitor.place("Left")).toEqual([182, 192]);
  await expect(page.getByText("Left eye: 182 across, 192 down.")).toBeAttached();
  await expect(page.locator(".photograph canvas")).toBeVisible();
  await agree(visitor, expected().hand);
});

test("a drawing with no face that could be found gets two marks", async ({ visitor, page }) => {
  test.skip(...blind());
  await visitor.choose(photograph("nobody.png"));
  await expect(visitor.notice).toContainText("No face was found: turn the photograph");
  await expect(page.locator(".photograph canvas")).toBeHidden();
  await visitor.drag("Right", 20, -10);
  await expect(page.locator(".photograph canvas")).toBeVisible();
});

test("a dragged mark takes the face along, and one undo brings it back", async ({
  demo,
  visitor,
}) => {
  test.skip(...blind());
  await visitor.take("one.jpg");
  const [before, place] = [await visitor.coordinates(), await visitor.place("Left")];
  await visitor.drag("Left", -15, 10);
  await expect.poll(() => visitor.place("Left")).not.toEqual(place);
  await expect.poll(() => visitor.coordinates()).not.toEqual(before);
  await demo.button("Undo").click();
  expect(await visitor.place("Left")).toEqual(place);
  expect(await visitor.coordinates()).toEqual(before);
  await visitor.drag("Right", 0, 12);
  await visitor.mark("Right").press("Shift+ArrowDown");
  await expect.poll(() => visitor.coordinates()).not.toEqual(before);
});

test("what is undone stays undone, though the face of a mark is still on its way", async ({
  demo,
  visitor,
  page,
}) => {
  test.skip(...blind());
  await visitor.take("one.jpg");
  const [before, place] = [await visitor.coordinates(), await visitor.place("Left")];
  await visitor.mark("Left").press("Shift+ArrowDown");
  await expect.poll(() => visitor.coordinates()).not.toEqual(before);
  await page.evaluate(() => {
    const named = (name: string) => document.querySelector<HTMLElement>(`[aria-label^="${name}"]`);
    const key = new KeyboardEvent("keydown", { key: "ArrowLeft", shiftKey: true, bubbles: true });
    named("Left eye")?.dispatchEvent(key);
    for (const button of document.querySelectorAll("button")) {
      if (button.textContent?.trim() === "Undo") button.click();
    }
  });
  expect(await visitor.place("Left")).toEqual(place);
  // The picture of a kept face is made after the one that was on its way.
  await demo.button("Keep").click();
  await expect(page.locator("li canvas[width='48']")).toHaveCount(1);
  expect(await visitor.place("Left")).toEqual(place);
  expect(await visitor.coordinates()).toEqual(before);
  await visitor.mark("Left").press("Shift+ArrowDown");
  await expect.poll(() => visitor.coordinates()).not.toEqual(before);
});

test("a photograph that lies on its side is doubted, and right once it is turned", async ({
  demo,
  visitor,
  page,
}) => {
  test.skip(...blind());
  await visitor.choose(photograph("lying.png"));
  await expect(visitor.notice).toContainText("turn the photograph");
  await demo.button("Turn it").click();
  await expect(visitor.notice).toContainText("The photograph, and what the model makes of it.");
  const upright = expected().taken.find(({ file }) => file === "one.png");
  if (!upright) throw new Error("there is no upright one");
  await agree(visitor, upright);
  await expect(page.locator("figure.photograph")).toBeVisible();
});

test("a photograph freezes the face, and its undo lets it go", async ({ demo, visitor, page }) => {
  test.skip(...blind());
  const heading = page.getByRole("heading", { level: 1 });
  const pressed = (yes: boolean) =>
    expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", String(yes));
  await expect(heading).toHaveText("Move over the face, and it morphs");
  await visitor.take("one.jpg");
  await pressed(true);
  await expect(heading).toHaveText("Frozen. Click the face, and it moves again");
  await demo.button("Undo").click();
  await pressed(false);
  await demo.hover(0.5, 0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  // Who had frozen the face before finds it frozen after.
  await demo.button("Freeze").click();
  await visitor.take("one.jpg");
  await demo.button("Undo").click();
  await pressed(true);
});

test("the photograph stays beside the face until another face comes", async ({
  demo,
  visitor,
  page,
}) => {
  test.skip(...blind());
  const first = await visitor.coordinates();
  await visitor.take("one.jpg");
  const reconstruction = await visitor.coordinates();
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
  await demo.slider(3).fill("2");
  await expect(page.locator("figure.photograph")).toBeVisible();
  await demo.button("Random").click();
  await expect(page.locator("figure.photograph")).toBeHidden();
  await expect(visitor.sheet).toBeHidden();
  await demo.button("Undo").click();
  await expect(page.locator("figure.photograph")).toBeVisible();
  await demo.button("Undo").click();
  expect(await visitor.coordinates()).toEqual(reconstruction);
  await demo.button("Undo").click();
  expect(await visitor.coordinates()).toEqual(first);
  await expect(visitor.sheet).toBeHidden();
  await demo.button("Redo").click();
  await expect(visitor.sheet).toBeVisible();
  await demo.button("Put it away").click();
  await expect(visitor.sheet).toBeHidden();
  expect(await visitor.coordinates()).toEqual(reconstruction);
});

test("an older photograph, brought back by undo, still follows its marks", async ({
  demo,
  visitor,
}) => {
  test.skip(...blind());
  await visitor.take("one.jpg");
  const before = await visitor.coordinates();
  await visitor.choose(photograph("several.jpg"));
  await expect(visitor.notice).toContainText("3 faces");
  await demo.button("Undo").click();
  expect(await visitor.coordinates()).toEqual(before);
  const place = await visitor.place("Left");
  await visitor.mark("Left").press("ArrowLeft");
  await expect.poll(() => visitor.place("Left")).not.toEqual(place);
  await visitor.mark("Left").press("ArrowRight");
  await expect.poll(() => visitor.place("Left")).toEqual(place);
  await expect.poll(async () => farthest(await visitor.coordinates(), before)).toBeLessThan(0.3);
});

test("no request is made while a photograph is taken", async ({ demo, visitor, page, site }) => {
  test.skip(...blind());
  await visitor.take("one.jpg");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState("networkidle");
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(request.url()));
  const served = site.requests.length;
  await visitor.choose(photograph("several.jpg"));
  await expect(visitor.notice).toContainText("3 faces");
  await page.getByRole("button", { name: "Take face 1 from the left" }).click();
  await expect(visitor.notice).toContainText("Face 1");
  await visitor.drag("Left", 5, 5);
  await demo.button("Undo").click();
  await visitor.take("large.jpg");
  await expect(page.getByText("nothing is sent anywhere")).toBeVisible();
  expect(asked).toEqual([]);
  expect(site.requests.slice(served)).toEqual([]);
});

test.describe("without a service worker", () => {
  test.use({ serviceWorkers: "block" });

  test("what photographs need is fetched for the first of them, with progress", async ({
    page,
    visitor,
    site,
  }) => {
    test.skip(...blind());
    const needed = () => site.requests.filter((path) => /\/(finder|encoder)\./.test(path)).length;
    expect(needed()).toBe(0);
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route(/encoder\..*\.gz/, async (route) => {
      await held;
      await route.continue();
    });
    await visitor.choose(photograph("one.jpg"));
    await expect(
      page.getByText(/Loading what photographs need, once: \d\.\d of\s+\d\.\d MB/),
    ).toBeVisible();
    go();
    await expect(visitor.notice).toContainText("what the model makes of it");
    await visitor.take("one.png");
    expect(needed()).toBe(2);
  });

  test("a finder that cannot be had is explained, and asked for again", async ({
    visitor,
    site,
  }) => {
    test.skip(...blind());
    site.fail("finder.", "broken off");
    await visitor.choose(photograph("one.jpg"));
    await expect(visitor.notice).toContainText(/The download broke off.* Try again/);
    site.fail("finder.", null);
    await visitor.take("one.jpg");
  });

  test("a model without an encoder takes no photographs, and says so", async ({ demo, page }) => {
    await withManifest(page, ({ files: { encoder: _, ...files }, ...rest }) => ({
      ...rest,
      files,
    }));
    await demo.open();
    await new Visitor(page).choose(photograph("one.jpg"));
    await expect(demo.notice).toContainText("has no encoder, so it cannot take photographs");
  });

  test("a model that does not know where eyes lie takes none, either", async ({ demo, page }) => {
    await withManifest(page, ({ image, ...rest }) => ({
      ...rest,
      image: { ...image, eyes: null },
    }));
    await demo.open();
    await new Visitor(page).choose(photograph("one.jpg"));
    await expect(demo.notice).toContainText("does not say where eyes lie");
  });
});

test("what is no photograph gets one clear line, and the face stays", async ({ demo, visitor }) => {
  const before = await demo.pixels();
  const jpeg = readFileSync(photograph("one.jpg"));
  // Browsers may show as much of a picture as there is; then there is no face in it.
  const odd = blind()[0]
    ? /damaged|Drag the two marks onto the eyes/
    : /damaged|No face was found|too small/;
  const header = Buffer.from(readFileSync(photograph("nobody.png")).subarray(0, 33));
  const stated = (width: number, height: number) => {
    const changed = Buffer.from(header);
    changed.writeUInt32BE(width, 16);
    changed.writeUInt32BE(height, 20);
    changed.writeUInt32BE(crc32(changed.subarray(12, 29)), 29);
    return changed;
  };
  for (const [name, buffer, sentence] of [
    ["text.jpg", Buffer.from("not a picture"), "This file is no photograph"],
    ["empty.jpg", Buffer.alloc(0), "This file is no photograph"],
    ["cut.jpg", jpeg.subarray(0, 300), "This picture is damaged"],
    ["odd.jpg", Buffer.concat([jpeg.subarray(0, 2000), Buffer.from([0xff, 0xd9])]), odd],
    ["giant.png", stated(40_000, 40_000), "40000 × 40000 pixels, and 64 million in all"],
    ["stamp.png", stated(20, 20), "20 × 20 pixels, and 24 a side are needed"],
  ] as const) {
    await test.step(name, async () => {
      await visitor.choose({ name, mimeType: "image/jpeg", buffer });
      await expect(visitor.notice).toContainText(sentence);
    });
  }
  const long = test.info().outputPath("long.jpg");
  writeFileSync(long, "");
  truncateSync(long, 65e6);
  await visitor.choose(long);
  await expect(visitor.notice).toContainText("64 MB at most");
  expect(await demo.pixels()).toEqual(before);
});

test("a HEIC photograph that the browser cannot read is named as one, with what to do", async ({
  visitor,
}) => {
  const box = (kind: string, ...held: Buffer[]) => {
    const content = Buffer.concat(held);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(kind, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  const size = Buffer.from([0, 0, 0, 0, 0, 0, 2, 128, 0, 0, 1, 224]);
  const buffer = Buffer.concat([
    box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")),
    box(
      "meta",
      Buffer.alloc(4),
      box("pitm", Buffer.from([0, 0, 0, 0, 0, 1])),
      box(
        "iprp",
        box("ipco", box("ispe", size)),
        box("ipma", Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 1])),
      ),
    ),
  ]);
  await visitor.choose({ name: "IMG_0001.HEIC", mimeType: "image/heic", buffer });
  await expect(visitor.notice).toContainText("This browser cannot read HEIC pictures");
  await expect(visitor.notice).toContainText("save the photograph as JPEG");
});

test("a face that is too small says how small", async ({ visitor }) => {
  test.skip(...blind());
  await visitor.choose(photograph("far.png"));
  await expect(visitor.notice).toContainText(
    "The face is too small: its eyes are 11 pixels apart, and 14 are needed.",
  );
  await expect(visitor.sheet).toBeHidden();
});

test("a photograph can be pasted", async ({ visitor, page }) => {
  const bytes = readFileSync(photograph("by-hand.png")).toString("base64");
  await page.evaluate((text) => {
    const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([data], "pasted", { type: "image/png" }));
    window.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, bytes);
  await expect(visitor.sheet).toBeVisible();
});

test("after a first photograph, others are taken without a network", async ({
  demo,
  visitor,
  page,
  site,
}) => {
  test.skip(...blind());
  await page.waitForFunction(async () => {
    const { active } = await navigator.serviceWorker.ready;
    return active?.state === "activated" && navigator.serviceWorker.controller !== null;
  });
  await visitor.take("one.jpg");
  await site.close();
  await page.reload();
  await demo.ready();
  await visitor.take("one.png");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation, ${colorScheme}`, async ({ visitor, page }) => {
    test.skip(...blind());
    await page.emulateMedia({ colorScheme });
    await visitor.choose(photograph("several.jpg"));
    await expect(visitor.notice).toContainText("3 faces");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

test("nothing scrolls sideways 320 pixels wide", async ({ visitor, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await visitor.choose(photograph("by-hand.png"));
  await expect(visitor.sheet).toBeVisible();
  await visitor.mark("Left").press("ArrowRight");
  await expect(page.locator(".photograph canvas")).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(320);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("a finger drags a mark", async ({ visitor, page }) => {
    await visitor.choose(photograph("by-hand.png"));
    await visitor.mark("Left").scrollIntoViewIfNeeded();
    const before = await visitor.place("Left");
    const box = await visitor.mark("Left").boundingBox();
    const touch = await page.context().newCDPSession(page);
    const send = (type: "touchStart" | "touchMove" | "touchEnd", by = 0) =>
      touch.send("Input.dispatchTouchEvent", {
        type,
        touchPoints:
          type === "touchEnd" ? [] : [{ x: (box?.x ?? 0) + 16 - by, y: (box?.y ?? 0) + 16 + by }],
      });
    await send("touchStart");
    await send("touchMove", 6);
    await send("touchMove", 12);
    await send("touchEnd");
    await expect.poll(async () => (await visitor.place("Left"))[0]).toBeLessThan(before[0]);
    await expect(page.locator(".photograph canvas")).toBeVisible();
  });
});

/** Serves another model.json. */
async function withManifest(page: Page, change: (manifest: Manifest) => object): Promise<void> {
  await page.route(/model\.json$/, (route) => route.fulfill({ json: change(manifest()) }));
}
