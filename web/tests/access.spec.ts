import AxeBuilder from "@axe-core/playwright";
import { type Demo, expect, test } from "./visit";

/** Shows all that the page can show at once. */
async function everything(demo: Demo): Promise<void> {
  const { page } = demo;
  await page.getByLabel("uncertainty").check();
  await demo.button("Keep").click();
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
  await demo.ready();
  await demo.button("Keep").click();
  await page.getByLabel("Remember this difference as").fill("a-difference-with-a-very-long-name");
  await demo.button("Remember").click();
  await page.getByRole("button", { name: /found without names/ }).click();
  for (const summary of await page.locator(".directions summary").all()) await summary.click();
  await demo.button("Record").click();
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation, ${colorScheme}`, async ({ demo, page }) => {
    await page.emulateMedia({ colorScheme });
    await demo.open();
    await everything(demo);
    await demo.button("Freeze").click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation on the whole screen, ${colorScheme}`, async ({ demo, page }) => {
    await page.emulateMedia({ colorScheme });
    await demo.open();
    await demo.button("Full screen").click();
    await expect(page.getByRole("button", { name: "Leave full screen" })).toBeVisible();
    await demo.ready();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
  });
}

for (const [width, height, what] of [
  [320, 640, "320 pixels wide"],
  [640, 400, "at 200% zoom of 1280x800"],
] as const) {
  test(`nothing scrolls sideways ${what}`, async ({ demo, page }) => {
    await page.setViewportSize({ width, height });
    await demo.open();
    await everything(demo);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  });
}
