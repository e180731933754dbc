import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { FOLDS } from "../src/demo/folds";
import { named } from "../src/language/language";
import type { Manifest } from "../src/model/manifest";
import { SITE } from "./prepare";
import { type Host, host } from "./server";

const SECTIONS = ["more-directions", "map", "share", "film", "dimensions", "curious"];

/** A visit to the demo, as a person would make it. */
export class Demo {
  readonly face: Locator;
  readonly notice: Locator;

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    this.face = page.getByRole("application", { name: /^(Face|Gesicht|Visage)/ });
    this.notice = page.locator(".notice");
  }

  /** Opens the page, as one who has had all of its sections open, and waits until the face answers. */
  async open(hash = ""): Promise<void> {
    await unfold(this.page);
    await this.first(hash);
  }

  /** Opens the page as on a first visit, and waits until the face answers. */
  async first(hash = ""): Promise<void> {
    await this.page.goto(this.url + hash);
    await this.ready();
  }

  /** Waits until the newest face is on show. */
  async ready(): Promise<void> {
    await expect(this.face).toHaveAttribute("aria-busy", "false");
    await expect(this.face.locator("canvas")).toBeVisible();
    await expect(this.face).toHaveAttribute("data-behind", "false");
  }

  /** Moves the mouse to a position in the picture, bottom left (-1, -1), top right (1, 1). */
  async hover(x: number, y: number): Promise<void> {
    const place = await this.place(x, y);
    await this.page.mouse.move(place.x, place.y);
  }

  /** Where a position in the picture is on the page, in pixels. */
  async place(x: number, y: number): Promise<{ x: number; y: number }> {
    await this.face.scrollIntoViewIfNeeded();
    const box = await this.face.boundingBox();
    if (!box) throw new Error("there is no face");
    return { x: box.x + ((x + 1) / 2) * box.width, y: box.y + ((1 - y) / 2) * box.height };
  }

  slider(rank: number): Locator {
    return this.page.getByRole("slider", { name: new RegExp(`^Dimension ${rank}\\b`) });
  }

  /** What a slider shows: the coordinate of a rank. */
  async coordinate(rank: number): Promise<number> {
    return Number(await this.slider(rank).inputValue());
  }

  /** The coordinate that the picture moves sideways at first. */
  across(): Promise<number> {
    return this.coordinate(opening()[0]);
  }

  /** The one that it moves upwards. */
  up(): Promise<number> {
    return this.coordinate(opening()[1]);
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The slider of a direction, by the name that the model gives it. */
  direction(name: string): Locator {
    return this.page.getByRole("slider", { name: `Direction ${named(name)}`, exact: true });
  }

  /** Drops a file on the page, as from the desktop. */
  async drop(bytes: Buffer, type: string, name = "file"): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([text, kind, name]) => {
        const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const items = new DataTransfer();
        items.items.add(new File([data], name, { type: kind }));
        return items;
      },
      [bytes.toString("base64"), type, name] as const,
    );
    await this.page.locator("main").dispatchEvent("drop", { dataTransfer: transfer });
  }

  /** Clicks a button, and the file that comes of it. */
  async download(button: string): Promise<{ name: string; content: Buffer }> {
    const downloading = this.page.waitForEvent("download");
    await this.button(button).click();
    const download = await downloading;
    return { name: download.suggestedFilename(), content: readFileSync(await download.path()) };
  }

  /** A short text that is the same for the same face on show. */
  async print(): Promise<string> {
    await this.ready();
    return this.face.locator("canvas").evaluate(async (canvas: HTMLCanvasElement) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      const digest = await crypto.subtle.digest("SHA-256", data ?? new Uint8Array());
      return btoa(String.fromCharCode(...new Uint8Array(digest)));
    });
  }

  /** The face on show, row by row, in levels from 0 to 255: of each pixel the first colour. */
  async pixels(): Promise<number[]> {
    return this.levels(4);
  }

  /** The face on show, row by row: red, green, blue and opacity from 0 to 255. */
  async colours(): Promise<number[]> {
    return this.levels(1);
  }

  private async levels(every: number): Promise<number[]> {
    await this.ready();
    return this.face.locator("canvas").evaluate((canvas: HTMLCanvasElement, every) => {
      const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
      return Array.from(data ?? []).filter((_, i) => i % every === 0);
    }, every);
  }
}

/** Lets a page open as for one who has had all of its sections open. */
export async function unfold(page: Page): Promise<void> {
  await page.addInitScript(
    ([key, ids]) => {
      // A frame that may keep nothing throws.
      if (self.origin !== "null") localStorage[key] ??= JSON.stringify(ids);
    },
    [FOLDS, SECTIONS] as const,
  );
}

/** Puts the message on the page away, if there is one. */
export async function dismiss(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector<HTMLElement>("[aria-label='Dismiss']")?.click());
  await expect(page.locator(".notice")).toHaveText("");
}

export const test = base.extend<{ folder: string; site: Host; demo: Demo }>({
  folder: [SITE, { option: true }],
  site: async ({ folder }, use) => {
    const site = await host(folder);
    await use(site);
    await site.close();
  },
  demo: async ({ page, site }, use) => {
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) wrong.push(message.text());
    });
    await use(new Demo(page, site.url));
    expect(wrong).toEqual([]);
  },
});

export { expect };

const read = (site: string, path: string) =>
  JSON.parse(readFileSync(join(site, "model", path), "utf8"));

/** model.json of a site. */
export const manifest = (site = SITE): Manifest => read(site, "model.json");

/** Latent points, and Python's faces of them in [0, 1]. */
export function golden(site = SITE): { z: Float32Array; face: Float32Array }[] {
  const pairs: { z: number[]; face: string }[] = read(site, manifest(site).golden);
  return pairs.map(({ z, face }) => ({
    z: Float32Array.from(z),
    face: Float32Array.from(Buffer.from(face, "base64"), (level) => level / 255),
  }));
}

/** The ranks that the picture moves at first, sideways and upwards. */
export const opening = () => manifest().opening ?? [0, 1];
