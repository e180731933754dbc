/** This browser cannot run the model, however often it is tried; the message says so to a person. */
export class UnsupportedError extends Error {}

/**
 * A module whose one function needs 128-bit numbers:
 * (func (result v128) i32.const 0, i8x16.splat, i8x16.popcnt).
 */
const SIMD = [
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
];

/**
 * Looks whether this browser has what ONNX Runtime's build for the web is made of.
 *
 * @throws UnsupportedError It has not.
 */
export function requireSimd(): void {
  if (globalThis.WebAssembly?.validate(Uint8Array.from(SIMD))) return;
  throw new UnsupportedError(
    "This browser is too old to run the model, or its WebAssembly is switched off: the page needs " +
      "WebAssembly with SIMD, as browsers have it since 2021, and Safari since 16.4.",
  );
}
