/*
 * A browser that is not Chromium, driven by the W3C's protocols: real pointer, real files, and for the
 * rest what a reader finds on the page, by its words.
 */
import { expect } from "@playwright/test";

/** How long whatever is waited for may take: a busy machine says nothing about a page. */
export const PATIENCE = 60_000;

/** What every engine is asked for. */
export interface Engine {
  open(address: string): Promise<void>;
  /** Runs a function in the page; it knows nothing but what it is given. */
  run<T, A extends readonly unknown[]>(
    act: (...given: A) => T | Promise<T>,
    ...given: A
  ): Promise<T>;
  /** Moves the mouse, in pixels of the window. */
  move(x: number, y: number): Promise<void>;
  /** Presses the mouse where it is. */
  press(): Promise<void>;
  /** Makes the window about as large as this, in pixels. */
  size(width: number, height: number): Promise<void>;
  /** Gives a file to a field. */
  choose(field: string, path: string): Promise<void>;
  close(): Promise<void>;
}

/** A visit in such a browser. */
export class Visit {
  constructor(
    readonly engine: Engine,
    readonly address: string,
  ) {}

  /** Opens the page of an address from nothing, so that what is behind "#" is read anew. */
  async open(path = ""): Promise<void> {
    await this.engine.open("about:blank");
    await this.engine.open(this.address + path);
  }

  /** Waits until something in the page is so. */
  async until<A extends readonly unknown[]>(
    what: string,
    look: (...given: A) => unknown,
    ...given: A
  ): Promise<void> {
    await expect
      .poll(async () => Boolean(await this.engine.run(look, ...given)), {
        message: what,
        timeout: PATIENCE,
      })
      .toBe(true);
  }

  /** Waits until the newest face is on show. */
  async ready(): Promise<void> {
    await this.until("the newest face is on show", () => {
      const face = document.querySelector("[role=application]");
      const canvas = face?.querySelector("canvas");
      return (
        face?.getAttribute("aria-busy") === "false" &&
        face.getAttribute("data-behind") === "false" &&
        canvas?.hidden === false
      );
    });
  }

  /** Moves the mouse to a position in the face, bottom left (-1, -1), top right (1, 1). */
  async hover(x: number, y: number): Promise<void> {
    const [left, top, width, height] = await this.box("[role=application]");
    await this.engine.move(left + ((x + 1) / 2) * width, top + ((1 - y) / 2) * height);
  }

  /** Clicks the button, or the link, of these words. */
  async click(words: string): Promise<void> {
    await this.until(`${words} can be pressed`, found, words);
    const selector = await this.engine.run(found, words);
    const [left, top, width, height] = await this.box(selector ?? "");
    await this.engine.move(left + width / 2, top + height / 2);
    await this.engine.press();
  }

  /** The face on show, as numbers from 0 to 255; of each pixel the first colour. */
  async face(): Promise<number[]> {
    await this.ready();
    return this.engine.run(() => {
      const canvas = document.querySelector<HTMLCanvasElement>("[role=application] canvas");
      const { width = 0, height = 0 } = canvas ?? {};
      const data = canvas?.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      return Array.from(data).filter((_, i) => i % 40 === 0);
    });
  }

  /** Waits until another face is on show than one of before. */
  async changed(before: readonly number[], least = 10): Promise<void> {
    await expect
      .poll(async () => apart(before, await this.face()), { timeout: PATIENCE })
      .toBeGreaterThan(least);
  }

  /** Waits until a face is on show again. */
  async back(before: readonly number[]): Promise<void> {
    await expect
      .poll(async () => apart(before, await this.face()), { timeout: PATIENCE })
      .toBeLessThanOrEqual(1);
  }

  /** Waits until the page says something. */
  async says(words: string): Promise<void> {
    await this.until(
      `the page says: ${words}`,
      (words) => document.querySelector(".notice")?.textContent?.includes(words),
      words,
    );
  }

  /** Where something is in the window, once it can be seen: left, top, width, height. */
  private box(selector: string): Promise<readonly [number, number, number, number]> {
    return this.engine.run((selector) => {
      const found = document.querySelector(selector);
      if (!found) throw new Error(`there is no ${selector}`);
      const before = found.getBoundingClientRect();
      if (before.top < 0 || before.bottom > innerHeight) found.scrollIntoView({ block: "center" });
      const { left, top, width, height } = found.getBoundingClientRect();
      return [left, top, width, height] as const;
    }, selector);
  }
}

/** The largest difference between two faces, in levels. */
export function apart(one: readonly number[], other: readonly number[]): number {
  return one.reduce((most, level, i) => Math.max(most, Math.abs(level - (other[i] ?? NaN))), 0);
}

/** Marks the button or link of these words, if it can be pressed, and says how it is selected. */
function found(words: string): string | null {
  for (const each of document.querySelectorAll<HTMLElement>("button, summary, a")) {
    const named = each.getAttribute("aria-label") ?? each.textContent?.trim() ?? "";
    if (named !== words || each.matches(":disabled") || !each.getClientRects().length) continue;
    const marked = document.querySelector("[data-pressed]");
    marked?.removeAttribute("data-pressed");
    each.setAttribute("data-pressed", "");
    return "[data-pressed]";
  }
  return null;
}
