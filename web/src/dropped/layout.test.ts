import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findLayout, findRange, imageOf, type Layout, LayoutError, pictureOf } from "./layout";

/** The cases that hold Python, too. */
const CASES = JSON.parse(
  readFileSync(new URL("../../../tests/model/function/outputs.json", import.meta.url), "utf-8"),
) as {
  layouts: { row: number[]; shape?: number[]; say?: Layout; layout?: Layout; image?: number[] }[];
  ranges: { low: number; high: number; range?: number[] }[];
};

test.each(CASES.layouts)("the layout of $row, said $shape $say, is $layout", (each) => {
  const wishes = {
    ...(each.shape ? { shape: each.shape } : {}),
    ...(each.say ? { layout: each.say } : {}),
  };
  const find = () => findLayout(each.row, wishes);
  if (!each.layout) {
    expect(find).toThrow(LayoutError);
    return;
  }
  const found = find();
  expect(found.layout).toBe(each.layout);
  const { height, width, channels } = imageOf(found);
  expect(channels === 1 ? [height, width] : [height, width, channels]).toEqual(each.image);
});

test.each(CASES.ranges)("values from $low to $high are of $range", ({ low, high, range }) => {
  if (range) expect(findRange(low, high)).toEqual(range);
  else expect(() => findRange(low, high)).toThrow(LayoutError);
});

test("what settles it is named", () => {
  const about = (find: () => unknown) => {
    try {
      find();
    } catch (error) {
      return (error as LayoutError).about;
    }
    return "nothing was thrown";
  };
  expect(about(() => findLayout([784]))).toBe("shape");
  expect(about(() => findLayout([3, 20, 3]))).toBe("layout");
  expect(about(() => findRange(-0.3, 0.9))).toBe("range");
  expect(about(() => findLayout([4, 20, 20]))).toBeNull();
});

test("pictures are brought into rows of pixels from 0 to 1, whatever lies beyond is cut", () => {
  const first = pictureOf([0, 255, 51, 300, 255, 0], {
    layout: "NCHW",
    shape: [3, 1, 2],
    range: [0, 255],
  });
  expect(first).toEqual(Float32Array.of(0, 0.2, 1, 1, 1, 0));
  const last = pictureOf([-1, 0, 1, -3, 3, 0.5], {
    layout: "NHWC",
    shape: [1, 2, 3],
    range: [-1, 1],
  });
  expect(last).toEqual(Float32Array.of(0, 0.5, 1, 0, 1, 0.75));
});
