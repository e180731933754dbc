import { EarlyFaces } from "../model/early-faces";
import type { Manifest } from "../model/manifest";
import type { Source } from "../model/source";

const OPAQUE = 255;

/**
 * Fetches the faces that answer before the decoder has arrived.
 *
 * @returns null where the site has none, or they did not arrive: the decoder answers, later.
 */
export async function earlyFaces(manifest: Manifest, source: Source): Promise<EarlyFaces | null> {
  const { grid, z } = manifest.start;
  if (!grid) return null;
  try {
    const answer = await fetch(source.address(grid.faces));
    if (!answer.ok) return null;
    const { data } = await pixels(await answer.blob());
    // Some private windows give noise in place of a canvas's pixels.
    if (data.some((level, i) => i % 4 === 3 && level !== OPAQUE)) return null;
    const [across = 0, up = 1] = (manifest.opening ?? [0, 1]).map(
      (rank) => manifest.interesting[rank]?.index,
    );
    const plane = {
      start: Float32Array.from(z),
      axes: [across, up] as const,
      reach: manifest.reach ?? 1,
    };
    return new EarlyFaces(data, grid.side, manifest.image, plane);
  } catch {
    return null;
  }
}

async function pixels(file: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser has no canvas");
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** Whether the visitor has asked the browser to save data. */
export function savesData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  return connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}
