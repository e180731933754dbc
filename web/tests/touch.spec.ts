import { expect, test } from "./visit";

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

test("a dragging finger morphs, and a tap freezes", async ({ demo, page }) => {
  await demo.open();
  const touch = await page.context().newCDPSession(page);
  const send = async (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) => {
    const touchPoints = type === "touchEnd" ? [] : [await demo.place(x, y)];
    await touch.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await send("touchStart", 0, 0);
  await send("touchMove", 0.2, 0.2);
  await send("touchMove", 0.5, -0.5);
  await send("touchEnd");
  await expect.poll(() => demo.coordinate(0)).toBeCloseTo(0.5, 1);
  await expect.poll(() => demo.coordinate(1)).toBeCloseTo(-0.5, 1);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "false");

  const place = await demo.place(0, 0);
  await page.touchscreen.tap(place.x, place.y);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
  expect(await demo.coordinate(0)).toBeCloseTo(0.5, 1);
});
