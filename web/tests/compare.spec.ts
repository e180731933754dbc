import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { Manifest } from "../src/model/manifest";
import { pack } from "../src/points/link";
import { PAIR, PHOTOGRAPHS, TWINS } from "./prepare";
import { dismiss, expect, golden, manifest, test } from "./visit";

// Two models of a site side by side: the same z where they have as many latent dimensions, else what
// the other's encoder makes of the face; and the same photograph through both.

// Each visit opens several models, which takes as long as it takes on a machine that is busy.
test.describe.configure({ timeout: 180_000 });

/** Levels by which decoders in their lighter form may differ from Python's. */
const TOLERANCE = 8;

const other = (page: Page) => page.getByRole("application", { name: /^The other face/ });
const beside = (page: Page) => page.getByRole("combobox", { name: "Beside it" });
const caption = (page: Page) => page.locator("figure.other figcaption");

/** The face of a surface once it is the newest: red, green, blue and opacity of every pixel. */
async function colours(face: Locator): Promise<number[]> {
  await expect(face).toHaveAttribute("aria-busy", "false");
  await expect(face).toHaveAttribute("data-behind", "false");
  return face.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    return Array.from(data ?? []);
  });
}

/** How far two pictures lie apart, in levels. */
const furthest = (one: readonly number[], two: readonly number[]) =>
  one.length === two.length
    ? one.reduce((far, level, i) => Math.max(far, Math.abs(level - (two[i] ?? 0))), 0)
    : Number.POSITIVE_INFINITY;

test.describe("as many latent dimensions", () => {
  test.use({ folder: TWINS, serviceWorkers: "block" });

  const later = manifest(TWINS).models?.[1];
  if (!later) throw new Error("the site has not two models");
  const described: Manifest = JSON.parse(readFileSync(join(TWINS, later.path), "utf8"));

  test("the same z through both, and both follow the mouse over either", async ({ demo, page }) => {
    const [pair] = golden(TWINS);
    if (!pair) throw new Error("there are no pairs to compare with");
    const { z } = pair;
    // What the other model draws by itself.
    await demo.open(`#p=${pack({ z, selected: [0, 1], reach: 1 }, later.decoder)}`);
    await expect(page.getByRole("combobox", { name: "Model" })).toHaveValue(later.decoder);
    const expected = await demo.colours();
    const index = manifest(TWINS)
      .interesting.slice(0, 2)
      .map((each) => each.index);

    await page.goto("about:blank");
    await demo.first(
      `?compare=later#p=${pack({ z, selected: [0, 1], reach: 1 }, manifest(TWINS).decoder)}`,
    );
    await expect(caption(page)).toHaveText("later: the same z");
    await expect(page.locator("figure.played figcaption")).toContainText("grey");
    expect(furthest(await colours(other(page)), expected)).toBeLessThanOrEqual(TOLERANCE);

    await demo.hover(0.5, -0.5);
    await expect(page.locator(".status b")).toHaveText(["+0.50", "−0.50"]);
    await expect
      .poll(async () => furthest(await colours(other(page)), expected))
      .toBeGreaterThan(TOLERANCE);
    const moved = await colours(other(page));
    const box = await other(page).boundingBox();
    await other(page).hover({
      position: { x: 0.25 * (box?.width ?? 0), y: 0.25 * (box?.height ?? 0) },
    });
    await expect(page.locator(".status b")).toHaveText(["−0.50", "+0.50"]);
    await expect
      .poll(async () => furthest(await colours(other(page)), moved))
      .toBeGreaterThan(TOLERANCE);

    // It is that model's face of the very point, as a link to it says.
    const there = z.slice();
    [there[index[0] ?? 0], there[index[1] ?? 0]] = [-0.5, 0.5];
    const shown = await colours(other(page));
    await page.goto("about:blank");
    await demo.first(`#p=${pack({ z: there, selected: [0, 1], reach: 1 }, later.decoder)}`);
    expect(furthest(await demo.colours(), shown)).toBeLessThanOrEqual(TOLERANCE);
    expect(described.latent_size).toBe(manifest(TWINS).latent_size);
  });

  test("it is opened and closed by the chooser, and the address and links say so", async ({
    demo,
    page,
  }) => {
    await demo.open();
    await expect(other(page)).toHaveCount(0);
    await beside(page).selectOption("later");
    await colours(other(page));
    expect(new URL(page.url()).searchParams.get("compare")).toBe("later");
    await demo.slider(4).fill("1.5");
    await expect(page).toHaveURL(/\?compare=later#p=/);
    await page.reload();
    await colours(other(page));
    await expect(demo.slider(4)).toHaveValue("1.5");
    // The two change places.
    await page.getByRole("combobox", { name: "Model", exact: true }).selectOption("later");
    await expect(demo.notice).toContainText("Now later");
    await expect(caption(page)).toHaveText("grey: the same z");
    await expect(page).toHaveURL(/\?compare=grey/);
    await beside(page).selectOption("");
    await expect(other(page)).toHaveCount(0);
    expect(page.url()).not.toContain("compare");
  });

  test("a model that the site has not is said, and none is any other", async ({ demo, page }) => {
    await demo.open("?compare=nobody");
    await expect(demo.notice).toHaveText(
      'This site has no other model "nobody" to compare with; it has later.',
    );
    await expect(other(page)).toHaveCount(0);
    await page.goto("about:blank");
    await demo.first("?compare");
    await expect(caption(page)).toHaveText("later: the same z");
  });
});

test.describe("another number of latent dimensions", () => {
  test.use({ folder: PAIR, serviceWorkers: "block" });

  test("the face is encoded by the other, which is said to be an approximation", async ({
    demo,
    page,
  }) => {
    await demo.open("?compare=hue");
    await expect(caption(page)).toHaveText(
      "hue: an approximation, what its encoder makes of the face",
    );
    const before = await colours(other(page));
    await demo.hover(0.9, 0.9);
    await expect.poll(async () => furthest(await colours(other(page)), before)).toBeGreaterThan(0);
  });

  test("a photograph goes through both, and along to the other model; reset leads to the first face", async ({
    demo,
    page,
  }) => {
    await demo.open("?compare=hue");
    const first = await demo.print();
    await demo.drop(readFileSync(join(PHOTOGRAPHS, "by-hand.png")), "image/png", "by-hand.png");
    const left = page.getByRole("button", { name: /^Left eye/ });
    await expect(left).toBeVisible();
    // Where nothing looks for faces, the marks say where the eyes are.
    await left.press("ArrowRight");
    await expect(page.locator(".photograph canvas")).toBeVisible();
    await expect(caption(page)).toHaveText("hue: what it makes of the same photograph");
    const encoded = await colours(other(page));
    await dismiss(page);

    await page.getByRole("combobox", { name: "Model", exact: true }).selectOption("hue");
    await expect(demo.notice).toContainText("Now hue: the photograph is encoded anew.");
    await expect(page.locator(".photograph canvas")).toBeVisible();
    // Once from the other model's picture of it, once from the file: nearly the same.
    const anew = await demo.colours();
    const off = anew.reduce((sum, level, i) => sum + Math.abs(level - (encoded[i] ?? 0)), 0);
    expect(off / anew.length).toBeLessThan(8);

    await demo.button("Reset").click();
    await expect(demo.notice).toContainText("Now grey: back to the first face.");
    expect(await demo.print()).toBe(first);
    await demo.button("Undo").click();
    await expect(page.getByRole("combobox", { name: "Model", exact: true })).not.toHaveValue(
      manifest(PAIR).decoder,
    );
    await expect(page.locator(".photograph canvas")).toBeVisible();
  });
});
