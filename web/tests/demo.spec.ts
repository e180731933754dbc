import { picture, shownSize } from "../src/model/enlarge";
import { pack } from "../src/points/link";
import { expect, golden, manifest, opening, test } from "./visit";

/** The most that a pixel may differ from Python's, in levels: the page's decoder is lighter. */
const TOLERANCE = 6;

test("the page shows the faces that Python decodes", async ({ demo }) => {
  const { image, decoder } = manifest();
  for (const { z, face } of golden()) {
    await demo.open(`#p=${pack({ z, selected: [0, 1], reach: 1 }, decoder)}`);
    const { pixels } = picture(face, image, shownSize(image));
    const expected = Array.from(pixels).filter((_, i) => i % 4 === 0);
    const difference = async () => {
      const shown = await demo.pixels();
      return shown.reduce(
        (most, level, i) => Math.max(most, Math.abs(level - (expected[i] ?? 0))),
        0,
      );
    };
    await expect.poll(difference).toBeLessThanOrEqual(TOLERANCE);
  }
});

test("a face is there before the model, with progress in megabytes", async ({ demo, page }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(/decoder\..*\.gz/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(demo.url);
  await expect(demo.face.getByRole("presentation")).toBeVisible();
  await expect(page.getByText(/Loading the model: \d+\.\d of \d+\.\d MB/)).toBeVisible();
  go();
  await demo.ready();
  await expect(page.getByText("Loading the model")).toBeHidden();
});

test("hovering sets the two selected coordinates, and sliders and face agree", async ({ demo }) => {
  await demo.open();
  const before = await demo.pixels();
  const third = await demo.coordinate(3);
  await demo.hover(0.5, -0.25);
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  await expect.poll(() => demo.up()).toBeCloseTo(-0.25, 1);
  expect(await demo.coordinate(3)).toBe(third);
  expect(await demo.pixels()).not.toEqual(before);
});

test("a click freezes the face, and another one lets it go", async ({ demo, page }) => {
  await demo.open();
  await demo.hover(0.5, 0.5);
  await page.mouse.down();
  await page.mouse.up();
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
  const frozen = await demo.pixels();
  await demo.hover(-0.5, -0.5);
  expect(await demo.across()).toBeCloseTo(0.5, 1);
  expect(await demo.pixels()).toEqual(frozen);
  await page.mouse.down();
  await page.mouse.up();
  await demo.hover(-0.4, -0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(-0.4, 1);
});

test("a face that is dragged over with the mouse moves, and is not frozen", async ({
  demo,
  page,
}) => {
  await demo.open();
  await demo.hover(-0.6, -0.5);
  const before = await demo.pixels();
  await page.mouse.down();
  await demo.hover(0.7, 0.6);
  await page.mouse.up();
  expect(await demo.pixels()).not.toEqual(before);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "false");
  await page.mouse.down();
  await page.mouse.up();
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
});

test("arrow keys morph, space freezes, and the rest is announced", async ({ demo, page }) => {
  await demo.open();
  await demo.button("Reset").click();
  const start = await demo.across();
  await demo.face.focus();
  // Inwards: beyond the picture's edge, no key leads further.
  await page.keyboard.press(start < 0 ? "ArrowRight" : "ArrowLeft");
  const step = start < 0 ? 0.05 : -0.05;
  await expect.poll(() => demo.across()).toBeCloseTo(start + step, 2);
  const said = `^Dimension ${opening()[0]} at .*, dimension ${opening()[1]} at `;
  await expect(page.getByText(new RegExp(said))).toBeAttached();
  const moved = await demo.across();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowLeft");
  expect(await demo.across()).toBe(moved);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
});

test("every control is reached by Tab, in the order of the page", async ({ demo, page }) => {
  await demo.open();
  await demo.button("Keep").click();
  await expect(page.getByRole("heading", { name: "Change one thing" })).toBeVisible();
  await page.locator("header a").first().focus();
  const names: string[] = ["Morphing Faces"];
  while (names.length < 140 && !names.at(-1)?.startsWith("Seed")) {
    await page.keyboard.press("Tab");
    names.push(
      await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement & { labels?: NodeList };
        return focused.ariaLabel ?? focused.labels?.[0]?.textContent ?? focused.textContent ?? "";
      }),
    );
  }
  const order = [
    ...["Morphing Faces", "Face.", "Random", "Your photograph", "Freeze", "Walk", "Direction"],
    ...[
      "Show",
      "Map",
      "↔",
      "Random faces",
      "Keep",
      "Copy link",
      "Save PNG",
      "Open",
      "Go to Face 1",
      "Name of",
      "Save Face 1",
    ],
    ...["Delete", "From", "to", "Slide", "Remember", "Record", "Name of dimension"],
    ...["The picture reaches", "Seed"],
  ];
  const places = order.map((word) => names.findIndex((name) => name.trim().startsWith(word)));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test("a slider moves one coordinate, with its value announced", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(5).fill("1.5");
  await expect(demo.slider(5)).toHaveAttribute("aria-valuetext", "+1.50");
  await demo.slider(5).focus();
  await page.keyboard.press("ArrowRight");
  await expect(demo.slider(5)).toHaveAttribute("aria-valuetext", "+1.51");
});

test("every slider has a strip of faces once the face rests", async ({ demo, page }) => {
  await demo.open();
  const dimensions = page.getByRole("region", { name: "Dimensions" });
  const ranks = manifest().interesting.length;
  await expect(dimensions.locator(".strip canvas")).toHaveCount(ranks);
  await expect(dimensions.locator(".strip canvas[width='240']")).toHaveCount(ranks);
});

test("random draws another face; undo, redo and reset go back and forth", async ({ demo }) => {
  await demo.open();
  const first = await demo.pixels();
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
  const second = await demo.pixels();
  expect(second).not.toEqual(first);
  await demo.button("Undo").click();
  expect(await demo.pixels()).toEqual(first);
  await demo.button("Redo").click();
  expect(await demo.pixels()).toEqual(second);
  await demo.button("Reset").click();
  expect(await demo.pixels()).toEqual(first);
});

test("a seed repeats its faces", async ({ demo, page }) => {
  await demo.open();
  const seed = page.getByLabel("Seed");
  const faces: number[][] = [];
  for (const text of ["7", "8", "7"]) {
    const before = await demo.coordinate(0);
    await seed.fill(text);
    await seed.press("Enter");
    await expect.poll(() => demo.coordinate(0)).not.toBe(before);
    faces.push(await demo.pixels());
  }
  expect(faces[2]).toEqual(faces[0]);
  expect(faces[1]).not.toEqual(faces[0]);
  await seed.fill("-1");
  await seed.press("Enter");
  await expect(demo.notice).toContainText("whole number from 0 to 4294967295");
});

test("the mouse reaches as far as it is told to", async ({ demo, page }) => {
  await demo.open();
  const reach = page.getByLabel("The picture reaches");
  await reach.fill("2");
  await reach.press("Enter");
  await demo.hover(0.5, 0.5);
  await expect.poll(() => demo.across()).toBeCloseTo(1, 1);
  await reach.fill("0");
  await reach.press("Enter");
  await expect(demo.notice).toContainText("above 0");
  await expect(reach).toHaveValue("2");
});

test("random faces come while the face is walking", async ({ demo, page }) => {
  await demo.open();
  await demo.button("Random").click(); // where they come from has arrived
  await expect(demo.button("Undo")).toBeEnabled();
  await demo.button("Walk").click();
  for (let i = 0; i < 3; i++) {
    const values = () =>
      page
        .getByRole("slider", { name: /^Dimension / })
        .evaluateAll((all) => all.map((slider) => Number((slider as HTMLInputElement).value)));
    const before = await values();
    await demo.button("Random").click();
    // A walk moves one dimension after the other; another face is another one in most of them.
    const changed = async () =>
      (await values()).filter((value, rank) => Math.abs(value - (before[rank] ?? NaN)) > 0.1);
    await expect.poll(async () => (await changed()).length).toBeGreaterThan(15);
  }
});

test("a slider agrees with its number, however far it goes", async ({ demo, page }) => {
  await demo.open();
  const reach = page.getByLabel("The picture reaches");
  const thumb = () => demo.coordinate(3);
  for (const [far, shown] of [
    ["5", 4.5],
    ["1", 4.5],
    ["5", 4.5],
  ] as const) {
    await reach.fill(far);
    await reach.press("Enter");
    if (far === "5") await demo.slider(3).fill("4.5");
    await expect.poll(thumb).toBe(shown);
  }
  await demo.slider(3).press("ArrowLeft");
  await expect.poll(thumb).toBeCloseTo(4.49, 2);
});

test("keys belong to a field while somebody types in it", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(5).fill("2.5");
  const name = page.getByLabel(`Name of dimension ${opening()[0]}`);
  await name.pressSequentially("abc");
  await name.press("Control+z");
  expect(await demo.coordinate(5)).toBe(2.5);
  await demo.slider(5).press("Control+z");
  await expect.poll(() => demo.coordinate(5)).not.toBe(2.5);
});

test("a message is in sight wherever the page is scrolled to, and can be put away", async ({
  demo,
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 650 });
  await demo.open();
  for (const name of ["Random", "Your photograph", "Undo", "Freeze"]) {
    await expect(demo.button(name)).toBeInViewport({ ratio: 1 });
  }
  await demo.button("Keep").click();
  await demo.slider(20).scrollIntoViewIfNeeded();
  await expect(demo.notice).toBeInViewport({ ratio: 1 });
  await expect(demo.button("Random")).toBeInViewport({ ratio: 1 });
  await demo.button("Dismiss").click();
  await expect(demo.notice).toHaveText("");
});

test("the walk moves the face until it is paused", async ({ demo }) => {
  await demo.open();
  const before = await demo.pixels();
  await demo.button("Walk").click();
  const start = manifest().interesting.map(({ index }) => manifest().start.z[index] ?? NaN);
  const moved = async () => {
    const now = await Promise.all(start.map((_, rank) => demo.coordinate(rank)));
    return Math.max(...now.map((value, rank) => Math.abs(value - (start[rank] ?? NaN))));
  };
  await expect.poll(moved).toBeGreaterThan(0.2);
  await expect(demo.button("Walk")).toHaveAttribute("aria-pressed", "true");
  await demo.button("Walk").click();
  const paused = await demo.pixels();
  expect(paused).not.toEqual(before);
  await demo.button("Undo").click();
  expect(await demo.pixels()).toEqual(before);
});

test("where less motion is asked for, the walk steps, and the page says so", async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.getByRole("heading", { name: "For the curious" }).click();
  await expect(page.getByText("asks for less motion")).toBeVisible();
  await page.getByRole("button", { name: "Walk", exact: true }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeEnabled();
  // A walk that glides is somewhere else in every frame.
  const places = await page.evaluate(async () => {
    const seen = new Set<string>();
    for (const end = performance.now() + 1500; performance.now() < end; ) {
      const sliders = document.querySelectorAll<HTMLInputElement>("input[type=range]");
      seen.add(Array.from(sliders, ({ value }) => value).join());
      await new Promise(requestAnimationFrame);
    }
    return seen.size;
  });
  expect(places).toBeLessThan(8);
  await context.close();
});

test("a switch shows the decoder's uncertainty, and fetches it only then", async ({
  demo,
  page,
  site,
}) => {
  await demo.open();
  expect(site.requests.filter((path) => path.includes("/std."))).toEqual([]);
  await page.getByLabel("uncertainty").check();
  const deviation = page.locator("figure canvas");
  await expect(deviation).toHaveAttribute("width", "240");
  const brightest = await deviation.evaluate((canvas: HTMLCanvasElement) => {
    const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
    return Array.from(data ?? []).reduce((most, v, i) => (i % 4 ? most : Math.max(most, v)), 0);
  });
  expect(brightest).toBeGreaterThan(20);
});
