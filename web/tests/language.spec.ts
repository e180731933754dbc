import type { Page } from "@playwright/test";
import { type Code, LANGUAGES } from "../src/language/choose";
import { GERMAN } from "../src/language/german";
import { Demo, expect, test } from "./visit";

const PATIENCE = { timeout: 60_000 };
/** What says the same in every language. */
const SAYING: Record<Code, { random: string; keep: string; groups: string }> = {
  en: { random: "Random", keep: "Keep", groups: "A direction from two groups of faces" },
  de: {
    random: "Zufall",
    keep: "Aufbewahren",
    groups: "Eine Richtung aus zwei Gruppen von Gesichtern",
  },
  fr: {
    random: "Au hasard",
    keep: "Garder",
    groups: "Une direction entre deux groupes de visages",
  },
};

test.setTimeout(180_000);

const spoken = (page: Page) => page.evaluate(() => document.documentElement.lang);

test.describe("in a German browser", () => {
  test.use({ locale: "de-AT" });

  test("the page speaks German, names, numbers and faults included", async ({ demo, page }) => {
    await demo.open("#p=AAAA");
    expect(await spoken(page)).toBe("de");
    await expect(demo.notice).toContainText("Dieser Link ist beschädigt: er ist zu kurz.");
    await expect(demo.notice).toContainText("Hier ist stattdessen ein zufälliges Gesicht.");
    const happy = page.getByRole("slider", { name: "Richtung fröhlich", exact: true });
    await happy.fill("1.25");
    await expect(happy).toHaveAttribute("aria-valuetext", "+1,25 Schritte, fröhlicher");
    await expect(page.locator(".changed")).toContainText("fröhlich");
    await expect(page.getByText("die 29 Zahlen hinter dem Gesicht")).toBeVisible();
  });

  test("another language is chosen by hand, and stays", async ({ demo, page }) => {
    await demo.first();
    await page.getByLabel("Sprache").selectOption("fr");
    await expect(demo.button("Au hasard")).toBeVisible();
    expect(await spoken(page)).toBe("fr");
    await page.reload();
    await demo.ready();
    await expect(demo.button("Au hasard")).toBeVisible();
    await page.goto(`${demo.url}?lang=en`);
    await demo.ready();
    await expect(demo.button("Random")).toBeVisible();
  });
});

test("a language that does not arrive leaves the page English", async ({ browser, site }) => {
  const context = await browser.newContext({ locale: "de", serviceWorkers: "block" });
  const page = await context.newPage();
  await page.route(/german/, (route) => route.abort());
  await page.goto(`${site.url}/`);
  const demo = new Demo(page, `${site.url}/`);
  await demo.ready();
  await expect(demo.button("Random")).toBeVisible();
  await context.close();
});

for (const code of Object.keys(LANGUAGES) as Code[]) {
  test(`nothing overflows at 320 pixels in ${LANGUAGES[code]}`, async ({ demo, page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await demo.open(`?lang=${code}`);
    const { random, keep, groups } = SAYING[code];
    await expect(demo.button(random)).toBeVisible(PATIENCE);
    await demo.button(keep).click();
    await page.getByText(groups).click();
    await page.getByRole("slider").first().fill("1");
    for (const summary of await page.locator(".directions summary").all()) await summary.click();
    const beyond = await page.evaluate(() => {
      const hidden = (element: Element) =>
        Boolean(element.closest(".spoken, .map, .strip, [hidden]"));
      const elements = [...document.body.querySelectorAll("*")];
      const wide = elements.filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        return width > 0 && right > window.innerWidth + 1 && !hidden(element);
      });
      const page = document.scrollingElement;
      if (page && page.scrollWidth > window.innerWidth) wide.push(page);
      return wide.map(
        (element) => `${element.tagName} ${element.textContent?.trim().slice(0, 60)}`,
      );
    });
    expect(beyond).toEqual([]);
  });
}

test("the tables of the test are the page's", () => {
  expect(GERMAN.texts?.plain.Random).toBe(SAYING.de.random);
});
