import { readFileSync } from "node:fs";
import { join } from "node:path";
import { names } from "../src/language/english/names";
import { SITE } from "./prepare";
import { expect, manifest, opening, test } from "./visit";

// Every link of docs/teaching.md opens the page in the state that the lesson speaks of.

const LESSON = readFileSync(join(import.meta.dirname, "..", "..", "docs", "teaching.md"), "utf8");
const LINKS = new Set(
  [...LESSON.matchAll(/\]\(http:\/\/127\.0\.0\.1:2014\/([^)]*)\)/g)].map(([, rest]) => rest ?? ""),
);
const FIGURES = [...LINKS].filter((link) => link.startsWith("explanation.html"));
const FACES = [...LINKS].filter((link) => !link.startsWith("explanation.html"));

/** A dimension as the page calls it. */
function called(rank: number): string {
  const word = manifest().interesting[rank]?.name;
  return word ? (names[word] ?? word) : `dimension ${rank}`;
}

test("what the lesson points to in the explanation is there", () => {
  const text = readFileSync(join(SITE, "explanation.html"), "utf8");
  expect(FIGURES.length).toBeGreaterThan(4);
  for (const link of FIGURES) expect(text).toContain(`id="${link.split("#")[1]}"`);
});

test("what the lesson opens is in the state that it speaks of", async ({ demo, page }) => {
  test.setTimeout(180_000);
  expect(FACES.length).toBeGreaterThan(4);
  for (const link of FACES) {
    await page.goto("about:blank");
    await demo.first(link);
    const words = new URLSearchParams(link.replace("#", ""));
    const [across = -1, up = -1] = words.get("d")?.split(",").map(Number) ?? opening();
    const axes = `sideways ${called(across)}, upwards ${called(up)};`;
    await expect(demo.face).toHaveAccessibleName(new RegExp(axes));
    await expect(demo.notice).toHaveText("");
    const open = words.get("open")?.split(",") ?? [];
    if (open.includes("dimensions")) await expect(demo.slider(28)).toBeVisible();
    if (open.includes("share")) await expect(demo.button("Copy link")).toBeVisible();
    if (open.includes("more-directions")) await expect(demo.direction("nod")).toBeVisible();
    if (!open.includes("curious")) continue;
    await expect(page.getByLabel("uncertainty")).toBeVisible();
    await expect(page.getByLabel("Seed")).toBeVisible();
  }
});

test("a link names a seed and a reach, and says what it cannot", async ({ demo, page }) => {
  await demo.first("#seed=5&reach=6&open=curious");
  await expect(page.getByLabel("Seed")).toHaveValue("5");
  await expect(page.getByLabel("The picture reaches")).toHaveValue("6");
  await page.goto("about:blank");
  await demo.first("#reach=never");
  await expect(demo.notice).toContainText("The range must be above 0");
});
