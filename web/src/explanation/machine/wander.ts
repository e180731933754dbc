import { normals, type Random } from "../../morpher/random";

/**
 * Noise that moves: at every time a draw from N(0, I), and at times that are close, close to
 * itself. It goes along a great circle from one draw to the next, cos t a + sin t b, which is
 * normal whatever t is.
 */
export class Wander {
  private from: Float32Array;
  private to: Float32Array;
  private angle = 0;

  constructor(
    private readonly random: Random,
    private readonly size: number,
  ) {
    this.from = normals(random, size);
    this.to = normals(random, size);
  }

  /** Where it is. */
  get noise(): Float32Array {
    const [cos, sin] = [Math.cos(this.angle), Math.sin(this.angle)];
    return this.from.map((value, i) => cos * value + sin * (this.to[i] as number));
  }

  /** Goes on by an angle; after a quarter of a circle it turns elsewhere. */
  step(angle: number): void {
    this.angle += angle;
    if (this.angle < Math.PI / 2) return;
    this.angle -= Math.PI / 2;
    this.from = this.to;
    this.to = normals(this.random, this.size);
  }
}
