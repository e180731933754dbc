import type { Manifest } from "../model/manifest";
import { blank, type Pixels } from "./pixels";
import { type Eyes, type Similarity, similarity } from "./similarity";
import { warp } from "./warp";

type Image = Manifest["image"];

/**
 * Draws a picture of one model as another would show it: `session/reframe.py` of the Python package.
 * Where both say where eyes lie, a similarity takes these to those, and what the picture does not
 * show repeats its border; otherwise its middle is scaled.
 *
 * @param face [H * W * channels] in [0, 1], of the model before.
 * @returns [h * w * channels] in [0, 1], of the model after.
 */
export function reframe(face: Float32Array, before: Image, after: Image): Float32Array {
  const { height, width, channels } = before;
  const data = Uint8ClampedArray.from(face, (value) => value * 255);
  const side = Math.max(after.height, after.width);
  const drawn = warp({ height, width, channels, data }, transform(before, after), side, {
    draft: false,
    channels: after.channels,
  });
  return Float32Array.from(corner(drawn, after).data, (level) => level / 255);
}

function transform(before: Image, after: Image): Similarity {
  if (before.eyes && after.eyes) return similarity(placed(before), placed(after));
  const scale = Math.max(after.width / before.width, after.height / before.height);
  const middle = (side: "width" | "height") => (after[side] - scale * before[side]) / 2;
  return { a: scale, b: 0, x: middle("width"), y: middle("height") };
}

/** Where the eyes of a model's pictures lie, in pixels. */
function placed({ eyes, width, height }: Image): Eyes {
  const [[a, b], [c, d]] = eyes as Eyes;
  return [
    [a * width, b * height],
    [c * width, d * height],
  ];
}

/** The upper left of a picture. */
function corner(picture: Pixels, { height, width }: Image): Pixels {
  if (picture.width === width && picture.height === height) return picture;
  const part = blank(width, height, picture.channels);
  const line = width * picture.channels;
  for (let row = 0; row < height; row++) {
    const from = row * picture.width * picture.channels;
    part.data.set(picture.data.subarray(from, from + line), row * line);
  }
  return part;
}
