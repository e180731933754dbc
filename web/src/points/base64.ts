/** Numbers from base64 of little-endian float32; null where it is none. */
export function floats(value: unknown): Float32Array | null {
  if (typeof value !== "string") return null;
  try {
    const bytes = Uint8Array.from(atob(value), (character) => character.charCodeAt(0));
    if (bytes.length % 4) return null;
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  } catch {
    return null;
  }
}
