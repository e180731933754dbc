/** A latent point as it is exchanged: by links, documents and pictures; as in the Python package. */
export interface Point {
  /** [L] */
  readonly z: Float32Array;
  /**
   * The ranks of the two dimensions that the mouse moved; null where nobody chose any: whoever goes
   * there keeps those of now.
   */
  readonly selected: readonly [number, number] | null;
  /** The coordinate at the picture's edges; null likewise. */
  readonly reach: number | null;
}
