import { FOLDS } from "../src/demo/folds";
import { at, beside, changes, reading } from "../src/morpher/direction";
import { grade, scored, stepsOf, warning } from "../src/points/direction-facts";
import { groupDifference } from "../src/points/groups";
import { directionsOf } from "./directions";
import { SITE } from "./prepare";
import { expect, manifest, opening, test } from "./visit";

const named = () => directionsOf(SITE).filter(({ kind }) => kind !== "unsupervised");
const first = () => {
  const [direction] = named();
  if (!direction) throw new Error("the model has no directions");
  return direction;
};

test("one name has one number: those under the face say what they do", async ({ demo, page }) => {
  await demo.open();
  const status = page.locator(".status");
  const [across, up] = opening().map((rank) => manifest().interesting[rank]?.name ?? "");
  await expect(status).toContainText(new RegExp(`${across}\\s+to the left / to the right`));
  await expect(status).toContainText(new RegExp(`${up}\\s+less / more`));
  await expect(status).not.toContainText(/\d/);
  // A dimension without a name has its number, which is the one at its slider.
  const nameless = manifest().interesting.findIndex(({ name }) => !name);
  await page.getByLabel("↔ sideways").selectOption(String(nameless));
  await demo.hover(0.3, 0.2);
  await demo.ready();
  const row = page.locator(".row.selected", { has: demo.slider(nameless) });
  const value = await row.locator("output").textContent();
  await expect(status).toContainText(new RegExp(`dimension ${nameless}\\s+\\${value}`));
});

test("every direction has a slider, which reads where the face is", async ({ demo }) => {
  await demo.open();
  const z = Float32Array.from(manifest().start.z);
  for (const direction of named()) {
    const value = Number(await demo.direction(direction.name).inputValue());
    expect(value).toBeCloseTo(Math.min(Math.max(reading(direction, z), -3), 3), 2);
  }
});

test("a direction moves the dimensions as far as Python's does, as one change a drag", async ({
  demo,
}) => {
  await demo.open();
  const direction = first();
  const before = await demo.print();
  for (const value of ["0.5", "1", "1.5"]) await demo.direction(direction.name).fill(value);
  await expect(demo.direction(direction.name)).toHaveAttribute("aria-valuetext", /^\+1\.50 steps/);
  const wanted = at(direction, Float32Array.from(manifest().start.z), 1.5);
  for (const [rank, { index }] of manifest().interesting.entries()) {
    await expect.poll(() => demo.coordinate(rank)).toBeCloseTo(wanted[index] ?? NaN, 1);
  }
  expect(await demo.print()).not.toEqual(before);
  await demo.button("Undo").click();
  expect(await demo.print()).toEqual(before);
  await expect(demo.button("Undo")).toBeDisabled();
});

test("a locked direction stays while another moves, and what else changes is told", async ({
  demo,
  page,
}) => {
  await demo.open();
  const [moved, held] = named();
  if (!moved || !held) throw new Error("the model has too few directions");
  const z = Float32Array.from(manifest().start.z);
  const before = await demo.direction(held.name).getAttribute("aria-valuetext");
  const lock = demo.button(`Lock ${held.name}`);
  await expect(page.locator(".changed")).toBeHidden();
  await lock.click();
  await expect(lock).toHaveAttribute("aria-pressed", "true");
  await expect(demo.direction(held.name)).toBeDisabled();
  await demo.direction(moved.name).fill("2");
  const step = beside(moved, [held]);
  if (!step) throw new Error("the two directions are nearly the same");
  const there = at(moved, z, 2, step);
  for (const [rank, { index }] of manifest().interesting.entries()) {
    await expect.poll(() => demo.coordinate(rank)).toBeCloseTo(there[index] ?? NaN, 1);
  }
  await expect(demo.direction(held.name)).toHaveAttribute("aria-valuetext", before ?? "");
  const [most] = changes(
    named().filter(({ name }) => name !== moved.name),
    z,
    there,
  );
  await expect(page.locator(".changed")).toContainText(
    most ? `With ${moved.name}: ${stepsOf(...most)}` : "no other direction",
  );
  await lock.click();
  await expect(demo.direction(held.name)).toBeEnabled();
  // Another face is nobody's change.
  await demo.button("Random").click();
  await expect(page.locator(".changed")).toHaveCount(0);
  await demo.slider(4).fill("2");
  await expect(page.locator(".changed summary")).toContainText("What changed last: ");
  await expect(page.locator(".changed p")).toBeHidden();
  await page.locator(".changed summary").click();
  await expect(page.locator(".changed p")).toBeVisible();
  await expect(page.locator(".changed p")).toContainText("Since the last change");
  const open = () => page.evaluate((key) => localStorage.getItem(key), FOLDS);
  await expect.poll(open).toContain("what-changed");
  await page.reload();
  await demo.ready();
  await demo.direction(moved.name).fill("1");
  await expect(page.locator(".changed p")).toBeVisible();
});

test("dimensions, mouse and random faces move what directions read", async ({ demo }) => {
  await demo.open();
  const steps = first().step;
  const rank = manifest().interesting.findIndex(({ index }) => Math.abs(steps[index] ?? 0) > 0.01);
  const value = () => demo.direction(first().name).getAttribute("aria-valuetext");
  const seen = [await value()];
  await demo.slider(rank).fill("-2.5");
  await expect.poll(value).not.toBe(seen.at(-1));
  seen.push(await value());
  await demo.button("Random").click();
  await expect.poll(value).not.toBe(seen.at(-1));
});

test("each direction says how well it works, and warns of what it drags along", async ({
  demo,
  page,
}) => {
  await demo.open();
  for (const direction of named()) {
    const about = page.locator(`#direction-${direction.name}-about`);
    await expect(about).toContainText(grade(direction));
    const drags = warning(direction, directionsOf(SITE));
    if (drags) {
      await expect(demo.direction(direction.name)).toHaveAccessibleDescription(/moves others too$/);
      await about.click();
      const said = page.getByText(`A step to the right also makes: ${drags}.`);
      await expect(said.filter({ visible: true })).toHaveCount(1); // others may say the same
      await about.click();
    }
  }
  await page.locator(`#direction-${first().name}-about`).click();
  await expect(page.getByText(scored(first()))).toBeVisible();
  expect(named().some((direction) => warning(direction, directionsOf(SITE)))).toBe(true);
});

test("every direction on show has a strip of faces once the face rests", async ({ demo, page }) => {
  await demo.open();
  const strips = page.locator(".directions .strip canvas[width='240']");
  await expect(strips).toHaveCount(named().length);
  const all = directionsOf(SITE).length;
  await page.getByRole("button", { name: /found without names/ }).click();
  await expect(strips).toHaveCount(all);
});

test("directions that cannot be had are explained, and can be fetched again", async ({
  demo,
  page,
  site,
}) => {
  site.fail("directions.", "damaged");
  await demo.open();
  await expect(page.getByText("The download is not complete")).toBeVisible();
  await demo.hover(0.5, 0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  site.fail("directions.", null);
  await demo.button("Fetch the directions again").click();
  await expect(demo.direction(first().name)).toBeVisible();
});

test("directions are fetched after the face answers the mouse", async ({ demo, page, site }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(/decoder\..*\.gz/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(demo.url);
  await expect(page.getByText(/Loading the model: /)).toBeVisible();
  expect(site.requests.filter((path) => path.includes("directions."))).toEqual([]);
  go();
  await demo.ready();
  await expect(demo.direction(first().name)).toBeVisible();
});

test("a difference between two faces is remembered as a direction, and deleted", async ({
  demo,
  page,
}) => {
  await demo.open();
  await demo.button("Keep").click();
  await demo.slider(4).fill("2.5");
  await demo.ready(); // what is kept is what is on show
  await demo.button("Keep").click();
  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(4)).not.toBe(2.5);
  await page.getByLabel("From", { exact: true }).selectOption({ label: "Face 1" });
  await page.getByLabel("to", { exact: true }).selectOption({ label: "Face 2" });
  await page.getByLabel("Remember this difference as").fill("Big smile");
  await demo.button("Remember").click();
  await expect(demo.notice).toContainText("Remembered: big-smile is a direction now");
  // Only dimension 4 differed.
  const others = await demo.coordinate(0);
  const before = await demo.coordinate(4);
  await demo.direction("big-smile").fill("1.2");
  await expect.poll(() => demo.coordinate(4)).not.toBe(before);
  expect(await demo.coordinate(0)).toBe(others);

  await page.getByLabel("Remember this difference as").fill("big SMILE");
  await demo.button("Remember").click();
  await expect(demo.notice).toContainText("There is a direction of the name big-smile already");
  await page.getByLabel("Remember this difference as").fill("123");
  await demo.button("Remember").click();
  await expect(demo.notice).toContainText("letters from a to z");

  await page.reload();
  await demo.ready();
  await expect(demo.direction("big-smile")).toBeVisible();
  const { name, content } = await demo.download("Save the direction big-smile");
  expect(name).toBe("big-smile.json");
  await demo.button("Delete the direction big-smile").click();
  await expect(demo.direction("big-smile")).toBeHidden();
  await demo.drop(Buffer.from(content.toString().replace(/"step":\[/, "$&7,")), "application/json");
  await expect(demo.notice).toContainText("This direction is damaged");
  await demo.drop(content, "application/json");
  await expect(demo.direction("big-smile")).toBeVisible();
  await demo.button("Delete the direction big-smile").click();
  await page.reload();
  await demo.ready();
  await expect(demo.direction(first().name)).toBeVisible();
  await expect(demo.direction("big-smile")).toBeHidden();
});

test("two groups of kept faces make a direction, which says how certain it is", async ({
  demo,
  page,
}) => {
  await demo.open();
  const points: Float32Array[] = [];
  // Only dimension 4 tells the groups apart; 5 varies in both.
  for (const [four, five] of [
    [-1, 0],
    [-1, 0.5],
    [1.5, 0.5],
    [1.5, 0],
  ] as const) {
    await demo.slider(4).fill(String(four));
    await demo.slider(5).fill(String(five));
    await demo.ready();
    await demo.button("Keep").click();
    points.push(Float32Array.of(four, five));
  }
  await page.getByText("A direction from two groups of faces").click();
  await expect(page.getByText("A has 0, B has 0.")).toBeVisible();
  await expect(demo.button("Make it")).toBeDisabled();
  for (const [i, mark] of ["B", "A", "B", "B"].entries()) {
    await demo.button(`Face ${i + 1} in group ${mark}`).click();
  }
  await demo.button("Face 1 in group A").click();
  const found = groupDifference(points.slice(0, 2), points.slice(2));
  if (!found) throw new Error("there is no difference");
  await expect(page.getByText("2 and 2 faces: the step is")).toContainText(
    `2.50 ± ${found.error.toFixed(2)} long, by chance alone ${found.chance.toFixed(2)}.`,
  );
  await page.getByLabel("Call the direction").fill("four");
  await demo.button("Make it").click();
  await expect(demo.notice).toContainText("Remembered: four is a direction now");
  const [before, others] = [await demo.coordinate(4), await demo.coordinate(0)];
  await demo.direction("four").fill("0");
  await expect.poll(() => demo.coordinate(4)).not.toBe(before);
  expect(await demo.coordinate(0)).toBe(others);
  expect(await demo.coordinate(5)).toBe(0);
  await demo.button("Face 4 in group B").click();
  await expect(page.getByText("A has 2, B has 1.")).toBeVisible();
});

test("a dimension gets a name of the visitor's own, and it stays", async ({ demo, page }) => {
  await demo.open();
  const [rank] = opening();
  const name = page.getByLabel(`Name of dimension ${rank}`);
  const named = page.getByRole("slider", { name: `Dimension ${rank} shadow` });
  await name.fill("  shadow  ");
  await name.press("Enter");
  await expect(named).toBeVisible();
  await page.reload();
  await demo.ready();
  await expect(named).toBeVisible();
  await expect(page.getByLabel("↔ sideways").getByRole("option").nth(rank)).toHaveText(
    `${rank} shadow`,
  );
  await name.fill("");
  await name.press("Enter");
  await expect(named).toBeHidden();
});
