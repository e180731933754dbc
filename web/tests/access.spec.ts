import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./visit";

for (const colorScheme of ["light", "dark"] as const) {
  test(`no accessibility violation, ${colorScheme}`, async ({ demo, page }) => {
    await page.emulateMedia({ colorScheme });
    await demo.open();
    await page.getByLabel("uncertainty").check();
    await demo.button("Freeze").click();
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
    await page.getByLabel("uncertainty").check();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  });
}
