import type { Shape } from "./enlarge";

/** What model.json says of the faces that are there before the decoder. */
export interface FaceGrid {
  /** A picture of them, each in its own pixels; a path. */
  readonly faces: string;
  /** Faces along each side. */
  readonly side: number;
  /** Bytes of the picture. */
  readonly size: number;
}

/** Where the grid lies in the latent space. */
export interface Plane {
  /** The first face's point, [L]. */
  readonly start: Float32Array;
  /** Which coordinates run sideways and upwards. */
  readonly axes: readonly [number, number];
  /** The coordinates at the edges run from -reach to reach. */
  readonly reach: number;
}

/**
 * Faces before the decoder has arrived: of a grid on the plane that the page opens with, blended
 * bilinearly. At the grid's own places they are the decoder's.
 */
export class EarlyFaces {
  /**
   * @param levels The picture's pixels, [side * H, side * W, 4], from 0 to 255.
   * @param side Faces along each side.
   * @param shape Of a face.
   */
  constructor(
    private readonly levels: ArrayLike<number>,
    private readonly side: number,
    private readonly shape: Shape,
    private readonly plane: Plane,
  ) {
    const { height, width } = shape;
    if (levels.length !== side * side * height * width * 4) {
      throw new Error("the picture of the first faces has another size");
    }
  }

  /**
   * The face of a point.
   *
   * @param z The point, [L].
   * @returns [H * W * channels] in [0, 1]; null beside the plane, or beyond its edges.
   */
  at(z: Float32Array): Float32Array | null {
    const { start, axes, reach } = this.plane;
    if (!z.every((value, i) => axes.includes(i) || value === start[i])) return null;
    const [x, y] = axes.map((axis) => (z[axis] as number) / reach) as [number, number];
    if (!(Math.abs(x) <= 1 && Math.abs(y) <= 1)) return null;
    const across = this.between(x);
    const down = this.between(-y);
    const { height, width, channels } = this.shape;
    const face = new Float32Array(height * width * channels);
    for (const row of down) {
      for (const column of across) {
        const weight = (row.weight * column.weight) / 255;
        if (weight) this.add(face, row.place, column.place, weight);
      }
    }
    return face;
  }

  /** The two places of the grid beside a position from -1 to 1, and how much each counts. */
  private between(position: number) {
    const steps = ((position + 1) / 2) * (this.side - 1);
    const place = Math.min(Math.floor(steps), this.side - 2);
    const share = steps - place;
    return [
      { place, weight: 1 - share },
      { place: place + 1, weight: share },
    ] as const;
  }

  /** Adds so much of a face of the grid. */
  private add(face: Float32Array, row: number, column: number, weight: number): void {
    const { height, width, channels } = this.shape;
    for (let y = 0, at = 0; y < height; y++) {
      let from = 4 * ((row * height + y) * this.side * width + column * width);
      for (let x = 0; x < width; x++, from += 4) {
        for (let channel = 0; channel < channels; channel++, at++) {
          face[at] = (face[at] as number) + weight * (this.levels[from + channel] as number);
        }
      }
    }
  }
}
