import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { readText } from "../src/points/png";
import { PHOTOGRAPHS } from "./prepare";
import { dismiss, expect, manifest } from "./visit";

/** Every seventh pixel says enough about a picture that was enlarged. */
export const EVERY = 28;

/** What Python makes of a photograph. */
export interface Expected {
  readonly file: string;
  readonly z: number[];
  readonly std: number[];
  readonly levels: number[];
}

/** What Python makes of a picture of patches: the colours in the middle of each, by row. */
export interface Patches {
  readonly file: string;
  /** Of a patch, in pixels. */
  readonly side: number;
  readonly colours: (readonly [number, number, number])[][];
}

/** What `photographs.py` has written. */
export const expected = () =>
  JSON.parse(readFileSync(photograph("photographs.json"), "utf8")) as {
    readonly taken: Expected[];
    readonly third: Expected | null;
    readonly hand: Expected;
    readonly formats: Patches[];
    /** Bytes, in base64, of which a photograph has some that says where it was taken. */
    readonly traces: string[];
  };

/** Where a photograph is. */
export const photograph = (name: string) => join(PHOTOGRAPHS, name);

/** Whether the site under test finds faces by itself, and why not. */
export const blind = () =>
  [!manifest().files.finder, "the face finder is not on this computer"] as const;

/** The page, for a visitor with photographs. */
export class Visitor {
  readonly sheet: Locator;
  readonly notice: Locator;

  constructor(readonly page: Page) {
    this.sheet = page.locator(".sheet");
    this.notice = page.locator(".notice");
  }

  /** Chooses a file as a photograph; what is said from then on is said of it. */
  async choose(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    await dismiss(this.page);
    await this.page.locator("input[aria-label='Your photograph']").setInputFiles(file);
  }

  /** Takes a photograph, and waits for its face. */
  async take(name: string): Promise<void> {
    await this.choose(photograph(name));
    // The encoder is fetched first, and a busy machine takes its time.
    await expect(this.notice).toContainText("what the model makes of it", { timeout: 150_000 });
  }

  mark(side: "Left" | "Right"): Locator {
    return this.page.getByRole("button", { name: `${side} eye in the photograph` });
  }

  /** Where a mark says that it is, in pixels of the photograph. */
  async place(side: "Left" | "Right"): Promise<[number, number]> {
    const name = (await this.mark(side).getAttribute("aria-label")) ?? "";
    const [x = NaN, y = NaN] = (name.match(/\d+/g) ?? []).map(Number);
    return [x, y];
  }

  /** Drags a mark by pixels of the page. */
  async drag(side: "Left" | "Right", dx: number, dy: number): Promise<void> {
    await this.mark(side).scrollIntoViewIfNeeded();
    const box = await this.mark(side).boundingBox();
    if (!box) throw new Error("there is no mark");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx / 2, y + dy / 2);
    await this.page.mouse.move(x + dx, y + dy);
    await this.page.mouse.up();
  }

  /** The latent point on show, exactly, as a saved picture carries it. */
  async point(): Promise<number[]> {
    const downloading = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Save PNG" }).click();
    const png = readFileSync(await (await downloading).path());
    return (JSON.parse((await readText(png, "morphing-faces")) ?? "") as { z: number[] }).z;
  }

  /** The coordinates on show, by rank. */
  async coordinates(): Promise<number[]> {
    return this.page
      .getByRole("slider", { name: /^Dimension / })
      .evaluateAll((sliders) =>
        sliders.map((slider) => Number((slider as HTMLInputElement).value)),
      );
  }

  /** The photograph as the model sees it, in levels, at places that are EVERY bytes apart. */
  async crop(): Promise<number[]> {
    return this.page.locator(".photograph canvas").evaluate((canvas, every) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const context = (canvas as HTMLCanvasElement).getContext("2d");
      const data = context?.getImageData(0, 0, width, height).data ?? [];
      return Array.from(
        { length: Math.ceil(data.length / every) },
        (_, i) => data[i * every] ?? NaN,
      );
    }, EVERY);
  }
}

/** How far a point is from Python's, in standard deviations of its posterior: a root mean square. */
export function deviation(z: readonly number[], { z: python, std }: Expected): number {
  const squares = z.map((value, i) => ((value - (python[i] ?? NaN)) / (std[i] ?? NaN)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
