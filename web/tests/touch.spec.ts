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
  await expect.poll(() => demo.across()).toBeCloseTo(0.5, 1);
  await expect.poll(() => demo.up()).toBeCloseTo(-0.5, 1);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "false");

  const place = await demo.place(0, 0);
  await page.touchscreen.tap(place.x, place.y);
  await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
  expect(await demo.across()).toBeCloseTo(0.5, 1);
});

for (const kind of ["a MouseEvent", "a PointerEvent of a mouse"]) {
  test(`a tap whose click is ${kind}, as on older iPhones, freezes once`, async ({ demo }) => {
    await demo.open();
    await demo.face.evaluate((face, click) => {
      const touch = { pointerType: "touch", pointerId: 5, bubbles: true, clientX: 9, clientY: 9 };
      face.dispatchEvent(new PointerEvent("pointerdown", touch));
      face.dispatchEvent(new PointerEvent("pointerup", touch));
      face.dispatchEvent(
        click === "a MouseEvent"
          ? new MouseEvent("click", { bubbles: true })
          : new PointerEvent("click", { bubbles: true, pointerType: "mouse" }),
      );
    }, kind);
    await expect(demo.button("Freeze")).toHaveAttribute("aria-pressed", "true");
  });
}

for (const [width, height] of [
  [844, 390],
  [640, 400],
] as const) {
  test(`${width} x ${height}: the face leaves a finger room to scroll`, async ({ demo, page }) => {
    await page.setViewportSize({ width, height });
    await demo.open();
    const box = await demo.face.boundingBox();
    expect(box?.height).toBeLessThan(height - 60);
    expect(box?.width).toBeCloseTo(box?.height ?? 0, 0);
  });
}
