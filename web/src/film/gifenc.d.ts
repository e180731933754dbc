/** What of gifenc is used; it comes without types. */
declare module "gifenc" {
  interface Frame {
    readonly palette: number[][];
    /** In milliseconds; the file counts in hundredths of a second. */
    readonly delay: number;
    /** How often the film is shown again; 0 for ever. */
    readonly repeat: number;
  }
  interface Encoder {
    readonly stream: { writeBytes(bytes: readonly number[]): void; reset(): void };
    writeFrame(places: Uint8Array, width: number, height: number, frame: Frame): void;
    finish(): void;
    /** A copy of what was written since the stream's last reset. */
    bytes(): Uint8Array<ArrayBuffer>;
  }
  export function GIFEncoder(): Encoder;
  export function quantize(pixels: Uint8ClampedArray, most: number): number[][];
  export function applyPalette(pixels: Uint8ClampedArray, palette: number[][]): Uint8Array;
}
