import { floats } from "./base64";

/** Faces for the map that cannot be read; the message says why, to a person. */
export class MapError extends Error {}

/**
 * Reads the codes of faces that `morphing-faces site --map` gives to the page: map.json, each as
 * base64 of little-endian float32.
 *
 * @param text The file's text.
 * @param latentSize L, the length of every code.
 * @throws MapError They are damaged, or of another model.
 */
export function readMapFaces(text: string, latentSize: number): Float32Array[] {
  let found: { format?: unknown; faces?: unknown } | null = null;
  try {
    found = JSON.parse(text);
  } catch {
    // said below
  }
  const faces = found?.format === 1 && Array.isArray(found.faces) ? found.faces.map(floats) : [];
  const whole = faces.filter((z) => z?.length === latentSize && z.every(Number.isFinite));
  if (!faces.length || whole.length < faces.length) {
    throw new MapError("The faces for the map on this site are damaged.");
  }
  return whole as Float32Array[];
}
