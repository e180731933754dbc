import { expect, test } from "@playwright/test";
import { blind, photograph } from "../photo-encoder";
import { SITE } from "../prepare";
import { type Host, host } from "../server";
import { Visit } from "./driven";
import { ENGINES } from "./engines";

// What a visitor does, in the engines that are not Chromium's; all the rest is tested in that one.

const PHONE = 390;
const DESK = 1280;
const HEIGHT = 900;

/** Whether the window is near a width: as narrow as a phone, or as wide as a desk. */
function narrow(width: number): boolean {
  return Math.abs(innerWidth - width) < 100;
}

/** What formulas take on the screen, in pixels, and how far the page is wider than its window. */
function drawn() {
  const braces = Array.from(document.querySelectorAll(".braced"), (term) => {
    const over = term.querySelector("math")?.getBoundingClientRect();
    const under = term.querySelector(".brace")?.getBoundingClientRect();
    return [over?.width ?? 0, under?.width ?? 0, under?.height ?? 0] as const;
  });
  const letters = Array.from(document.querySelectorAll(".formula"), (formula) => {
    const probe = document.createElement("span");
    probe.style.cssText = "display:inline-block;width:1em";
    formula.querySelector("math")?.before(probe);
    const em = probe.getBoundingClientRect().width;
    probe.remove();
    return em;
  });
  return { braces, letters, wide: document.documentElement.scrollWidth - innerWidth };
}

for (const engine of ENGINES) {
  test.describe(engine.name, () => {
    test.describe.configure({ mode: "serial" });
    const missing = engine.missing();
    test.skip(missing !== null, `${missing} is not installed`);

    let site: Host;
    let visit: Visit;

    test.beforeAll(async () => {
      const started = await engine.start().catch((error: Error) => error);
      // Before it has seen the page: a container may lack what a browser needs.
      if (started instanceof Error) test.skip(true, `${engine.name} does not start: ${started}`);
      else {
        site = await host(SITE);
        visit = new Visit(started, site.url);
      }
      await visit.open("#open=share,dimensions");
      await visit.ready();
    });

    test.afterAll(async () => {
      await visit?.engine.close();
      await site?.close();
    });

    test("the face follows the mouse", async () => {
      await visit.hover(0, 0);
      const before = await visit.face();
      await visit.hover(0.8, -0.6);
      await visit.changed(before);
    });

    test("a random face is another one", async () => {
      const before = await visit.face();
      await visit.click("Random");
      await visit.changed(before);
    });

    test("what was done is undone", async () => {
      await visit.click("Random");
      await visit.click("Freeze");
      const before = await visit.face();
      await visit.click("Random");
      await visit.changed(before);
      await visit.click("Undo");
      await visit.back(before);
    });

    test("a kept face comes back", async () => {
      const before = await visit.face();
      await visit.click("Keep");
      await visit.until(
        "the face is kept",
        () => document.querySelector("[aria-label^='Go to']") !== null,
      );
      await visit.click("Random");
      await visit.changed(before);
      await visit.click("Go to Face 1");
      await visit.back(before);
    });

    test("the address is a link to the face", async () => {
      const before = await visit.face();
      // The address follows a moment after the face, but for who leaves: it has the face at once.
      const link = await visit.engine.run(() => {
        dispatchEvent(new PageTransitionEvent("pagehide"));
        return location.hash;
      });
      expect(link).toMatch(/^#p=/);
      await visit.click("Random");
      await visit.changed(before);
      await visit.open(link);
      await visit.back(before);
    });

    test("a photograph becomes a face", async () => {
      test.skip(...blind());
      const before = await visit.face();
      await visit.engine.choose("input[aria-label='Your photograph']", photograph("one.jpg"));
      await visit.says("what the model makes of it");
      await visit.changed(before);
      await visit.click("Undo");
      await visit.back(before);
    });

    test("the explanation draws its formulas whole, and its figures answer", async () => {
      // On a phone first: a window can be made no narrower than its browser likes, but as narrow as that.
      for (const width of [PHONE, DESK]) {
        await visit.engine.size(width, HEIGHT);
        await visit.open("explanation.html");
        await visit.until("the window has its size", narrow, width);
        const { braces, letters, wide } = await visit.engine.run(drawn);
        expect(braces).toHaveLength(4);
        for (const [over, under, height] of braces) {
          expect(over).toBeGreaterThan(40);
          expect(under).toBeGreaterThan(0.8 * over);
          expect(height).toBeGreaterThan(4);
        }
        // What a letter takes on the screen, and not what a style sheet says.
        expect(letters.length).toBeGreaterThan(15);
        expect(Math.min(...letters)).toBeGreaterThanOrEqual(16);
        expect(wide).toBeLessThanOrEqual(1);
      }
      await visit.click("Start the machine");
      await visit.until("the machine has computed its terms", () =>
        document.body.textContent?.includes("ELBO of"),
      );
    });

    test("the page works without a network", async () => {
      await visit.open();
      await visit.ready();
      await visit.until("the page is kept for later", async () => {
        const { active } = await navigator.serviceWorker.ready;
        return active?.state === "activated" && navigator.serviceWorker.controller !== null;
      });
      await site.close();
      await visit.open();
      const before = await visit.face();
      await visit.hover(0.8, -0.6);
      await visit.changed(before);
    });
  });
}
