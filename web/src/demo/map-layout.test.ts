import { expect, it } from "vitest";
import { arrange } from "./map-layout";

it("shows the first of faces that would crowd each other, and marks the others", () => {
  const layout = arrange(
    ["a", "b", "c", "close", "beyond"],
    [
      [0, 0],
      [0.05, 0],
      [0.4, 0.4],
      [0, 0.35],
      [0.97, 0],
    ],
    0.2,
  );
  expect(layout.pins.map(({ face }) => face)).toEqual(["a", "c"]);
  expect(layout.dots).toEqual([
    [0.05, 0],
    [0, 0.35],
  ]);
  expect(layout.nearest([0.04, 0.02])).toBe("a");
  expect(layout.nearest([0.2, 0.2])).toBeNull();
});
