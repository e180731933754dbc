import { picture, shownSize } from "../src/model/enlarge";
import { pack } from "../src/points/link";
import { HEADS } from "./prepare";
import { expect, golden, manifest, test } from "./visit";

// The site as it is published: heads in colours, drawn by convolutions, whose matrices travel in 16 bits.

test.use({ folder: HEADS, serviceWorkers: "block" });

/** Levels by which the decoder in its lighter form may differ from the network that was trained. */
const TOLERANCE = 8;

const most = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Array.from(one).reduce((far, level, i) => Math.max(far, Math.abs(level - (other[i] ?? NaN))), 0);

test("the published page draws what the network draws", async ({ demo }) => {
  const { decoder, image } = manifest(HEADS);
  const [pair] = golden(HEADS);
  if (!pair) throw new Error("there are no pairs to compare with");
  await demo.open(`#p=${pack({ z: pair.z, selected: [0, 1], reach: 1 }, decoder)}`);
  const expected = picture(pair.face, image, shownSize(image));
  await expect
    .poll(async () => most(await demo.colours(), expected.pixels))
    .toBeLessThanOrEqual(TOLERANCE);
});

test("it turns the head sideways and makes it smile upwards", async ({ demo }) => {
  await demo.open();
  const before = await demo.colours();
  await demo.hover(0.9, 0.9);
  await demo.ready();
  // The model says that its picture's edges lie at 2.
  expect(await demo.coordinate(0)).toBeCloseTo(1.8, 1);
  expect(await demo.coordinate(1)).toBeCloseTo(1.8, 1);
  expect(most(before, await demo.colours())).toBeGreaterThan(40);
  await expect(demo.slider(0)).toHaveAccessibleName(/turn/);
  await expect(demo.slider(1)).toHaveAccessibleName(/happy/);
});

test("another face is another one", async ({ demo }) => {
  await demo.open();
  const before = await demo.colours();
  await demo.button("Random").click();
  await expect.poll(async () => most(before, await demo.colours())).toBeGreaterThan(40);
});

test("the map's ends are called as those of the sliders, also along its dimensions", async ({
  demo,
  page,
}) => {
  await demo.open("#open=map");
  await expect(demo.direction("age")).toBeVisible();
  await expect(page.locator(".map .across span")).toHaveText(["← to the left", "to the right →"]);
  await expect(page.locator(".map .up span")).toHaveText(["happier ↑", "↓ less happy"]);
});
