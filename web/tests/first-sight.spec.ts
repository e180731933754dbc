import type { Page } from "@playwright/test";
import { FOLDS } from "../src/demo/folds";
import { expect, test, unfold } from "./visit";

// What somebody finds who has never seen the page: what can be pressed, what it does, and why not.

const PHONE = { width: 390, height: 844 };

/** Lets a file wait on its way until it is let go. */
async function hold(page: Page, files: RegExp): Promise<() => void> {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(files, async (route) => {
    await held;
    await route.continue();
  });
  return go;
}

/** What cannot be pressed and does not say why. */
const silent = (page: Page) =>
  page
    .locator("main :is(button, select, input):disabled")
    .evaluateAll((all) =>
      all.filter((each) => !(each as HTMLElement).title).map((e) => e.outerHTML),
    );

/** How the letters and the borders of an element stand out from the page, as WCAG has it. */
async function contrasts(page: Page, selector: string) {
  return page.locator(selector).evaluateAll((all) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("this browser draws nothing");
    /** Colours over each other, the lowest first: their luminance. */
    const luminance = (...colours: string[]) => {
      for (const colour of colours) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map(
        (level) => {
          const share = level / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        },
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const ratio = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const paper = getComputedStyle(document.body).backgroundColor;
    return all.map((element) => {
      const style = getComputedStyle(element);
      const ground = luminance(paper, style.backgroundColor);
      return {
        text: element.textContent?.trim() ?? "",
        letters: ratio(luminance(paper, style.backgroundColor, style.color), ground),
        border: ratio(luminance(paper, style.borderTopColor), luminance(paper)),
        line: style.borderTopStyle,
      };
    });
  });
}

test("the promise on photographs stands beside the button before it is pressed", async ({
  demo,
  page,
}) => {
  for (const size of [PHONE, { width: 1280, height: 800 }]) {
    await page.setViewportSize(size);
    await demo.first();
    await expect(page.getByText("Your photograph never leaves this device.")).toBeInViewport();
    await expect(demo.button("Your photograph")).toHaveAccessibleDescription(
      /never leaves this device/,
    );
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`what can be pressed looks like it, ${colorScheme}`, async ({ demo, page }) => {
    await page.emulateMedia({ colorScheme });
    await demo.first();
    await demo.hover(0.4, 0.4);
    await expect(demo.button("Undo")).toBeEnabled();
    await page.mouse.move(0, 0);
    const pressable = await contrasts(page, ".bar button:enabled");
    expect(pressable.length).toBeGreaterThan(5);
    for (const each of pressable) {
      expect(each, each.text).toMatchObject({ line: "solid" });
      expect(each.letters, each.text).toBeGreaterThanOrEqual(4.5);
      expect(each.border, each.text).toBeGreaterThanOrEqual(3);
    }
    for (const each of await contrasts(page, ".bar button:disabled")) {
      expect(each, each.text).toMatchObject({ line: "dashed" });
      expect(each.letters, each.text).toBeGreaterThanOrEqual(4.5);
    }
    // The one thing to press does not look like one that has been pressed.
    await demo.button("Freeze").click();
    await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
    const ground = (name: string) =>
      demo.button(name).evaluate((button) => getComputedStyle(button).backgroundColor);
    expect(await ground("Freeze")).not.toBe(await ground("Random"));
  });
}

test("what cannot be pressed says why, before the model is there and after", async ({
  demo,
  page,
}) => {
  const go = await hold(page, /decoder\..*\.gz/);
  await unfold(page);
  await page.goto(demo.url);
  await expect(demo.button("Keep")).toBeDisabled();
  await expect(demo.button("Keep")).toHaveAttribute("title", /comes with the model/);
  expect(await silent(page)).toEqual([]);
  go();
  await demo.ready();
  await expect(demo.button("Keep")).toBeEnabled();
  await expect(demo.button("Undo")).toHaveAttribute("title", "There is nothing to undo.");
  await demo.button("Keep").click();
  await page.getByText("A direction from two groups of faces").click();
  await demo.button("Lock happy").click();
  await expect(demo.direction("happy")).toBeDisabled();
  await demo.button("Record").click();
  await demo.button("Stop recording").click();
  expect(await page.locator("main button:disabled").count()).toBeGreaterThan(1);
  expect(await silent(page)).toEqual([]);
});

test("freeze, walk and locks are explained where they stand", async ({ demo, page }) => {
  await demo.first();
  for (const [name, what] of [
    ["Freeze", /Holds the face/],
    ["Walk", /changes by itself/],
    ["Lock happy", /Keep it where it is while others move/],
  ] as const) {
    await expect(demo.button(name)).toHaveAttribute("title", what);
  }
  await expect(page.getByText("A lock keeps one where it is while others move.")).toBeVisible();
  const means = page.locator(".bar dl");
  await expect(means).toBeHidden();
  await demo.button("What these buttons do").click();
  await expect(means).toContainText(/Freeze\s*Holds the face/);
  await expect(means).toBeVisible();
});

test("strips are never empty: on a telephone, before the model is there and after", async ({
  demo,
  page,
}) => {
  const go = await hold(page, /decoder\..*\.gz/);
  await page.setViewportSize(PHONE);
  await page.goto(demo.url);
  const room = page.locator(".directions .room").first();
  await expect(room).toBeVisible();
  const picture = await room.evaluate((each) => getComputedStyle(each, "::before").backgroundImage);
  expect(picture).toMatch(/^url\(/);
  go();
  await demo.ready();
  const strips = page.locator(".directions .strip");
  await expect(strips).toHaveCount(6);
  await expect(page.locator(".directions .strip[data-tiles='5']")).toHaveCount(6);
  const blank = await strips.locator("canvas").evaluateAll((all) =>
    (all as HTMLCanvasElement[]).map((canvas) => {
      const { width, height } = canvas;
      const levels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      return new Set(levels).size < 10;
    }),
  );
  expect(blank).toEqual(Array(6).fill(false));
});

test("a section that was opened is open the next time", async ({ demo, page }) => {
  await demo.first();
  await expect(demo.button("Record")).toBeHidden();
  await page.getByRole("heading", { name: "Film" }).click();
  await expect(demo.button("Record")).toBeVisible();
  await expect
    .poll(() => page.evaluate((key) => localStorage.getItem(key), FOLDS))
    .toContain("film");
  await page.reload();
  await expect(demo.button("Record")).toBeVisible();
});
