import { signed } from "../language/language";
import type { Picture } from "../model/enlarge";

/** Puts a picture into a canvas, which takes its size. */
export function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  if (canvas.width !== picture.width) canvas.width = picture.width;
  if (canvas.height !== picture.height) canvas.height = picture.height;
  canvas.getContext("2d")?.putImageData(imageData(picture), 0, 0);
}

export function imageData({ pixels, width, height }: Picture): ImageData {
  return new ImageData(pixels, width, height);
}

/** A picture as one that the page could have come with. */
export function asStart(picture: Picture): { src: string; width: number; height: number } {
  const canvas = document.createElement("canvas");
  draw(canvas, picture);
  return { src: canvas.toDataURL(), width: picture.width, height: picture.height };
}

/** A coordinate as it is written everywhere: +0.42, −1.00. */
export function written(value: number | undefined): string {
  return signed(value ?? 0);
}
