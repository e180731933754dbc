import type { Engine } from "../model/engine";
import type { Picture } from "../model/enlarge";
import { picture, shownSize } from "../model/enlarge";
import { type Aligned, align, alignByHand, type Frame, faces, frameOf, largest } from "./aligner";
import { type Decoded, decode, type Turns } from "./decode";
import { eyesOf, type Face } from "./face";
import { PhotographError } from "./header";
import { average, type Pixels, shrunk } from "./pixels";
import type { Eyes } from "./similarity";

/** A longer side that is enough to show a photograph. */
const PREVIEW = 800;

/** A photograph that has been decoded, and the faces in it. */
export interface FoundFaces {
  readonly width: number;
  readonly height: number;
  readonly preview: Picture;
  /** The eyes of each face, from left to right, in pixels of the photograph. */
  readonly faces: readonly Eyes[];
  /** The place of the largest in that list; -1 where there is none. */
  readonly largest: number;
  /** Of each face, whether the finder is sure that it is one, and that it is upright. */
  readonly certain: readonly boolean[];
}

/** A face of a photograph, and what the model makes of it. */
export interface Portrait {
  /** Where its eyes are, in pixels of the photograph, left first. */
  readonly eyes: Eyes;
  /** The face as the model sees it, [H * W * channels], in levels from 0 to 255. */
  readonly levels: Uint8ClampedArray;
  /** The same, enlarged. */
  readonly crop: Picture;
  /** The posterior mean, [L]. */
  readonly z: Float32Array;
  /** The posterior's standard deviation, [L]. */
  readonly std: Float32Array;
}

/** Takes photographs: the worker's side. It holds the newest one, and no other. */
export class PhotoEncoder {
  private decoded: Decoded | null = null;
  private found: readonly Face[] = [];

  constructor(private readonly engine: Engine) {}

  /**
   * Decodes a photograph, and looks for faces.
   *
   * @param turns By how many quarters to turn it first.
   * @param look Whether to look for faces; only once the finder has arrived.
   */
  async open(file: Blob, turns: Turns, look: boolean): Promise<FoundFaces> {
    this.found = [];
    this.decoded?.close();
    this.decoded = null;
    this.decoded = await decode(file, turns);
    const { width, height, draft } = this.decoded;
    if (look) this.found = await faces(this.decoded, this.detect);
    const scale = width / draft.width;
    return {
      width,
      height,
      preview: preview(draft),
      faces: this.found.map((face) => scaled(eyesOf(face), scale)),
      largest: largest(this.found),
      certain: this.found.map(certain),
    };
  }

  /** Takes a face that was found, by its place from the left, from 0. */
  async take(number: number): Promise<Portrait> {
    const face = this.found[number];
    if (!this.decoded || !face) throw new PhotographError("There is no such face.");
    return this.encode(await align(this.decoded, face, this.frame, this.detect));
  }

  /** Takes the face whose eyes a person has named. */
  async takeByHand(eyes: Eyes): Promise<Portrait> {
    if (!this.decoded) throw new PhotographError("There is no photograph.");
    return this.encode(alignByHand(this.decoded, eyes, this.frame));
  }

  private readonly detect = (square: Pixels) => this.engine.detect(square);

  private async encode({ image, eyes }: Aligned): Promise<Portrait> {
    const { channels } = this.engine.image;
    const levels = Float32Array.from(image.data, (level) => level / 255);
    const { mean: z, std } = await this.engine.encode(levels);
    const shape = { width: image.width, height: image.height, channels };
    return { eyes, levels: image.data, crop: picture(levels, shape, shownSize(shape)), z, std };
  }

  private get frame(): Frame {
    return frameOf(this.engine.image);
  }
}

/** As `Limits` of the Python package's `faces/find/judge.py` has it for what models learn from. */
const LIMITS = { score: 0.8, tilt: 30 };

function certain(face: Face): boolean {
  const [[x, y], [toX, toY]] = eyesOf(face);
  const tilt = (Math.atan2(toY - y, toX - x) * 180) / Math.PI;
  return face.score >= LIMITS.score && Math.abs(tilt) <= LIMITS.tilt;
}

function scaled(eyes: Eyes, factor: number): Eyes {
  const [[a, b], [c, d]] = eyes;
  return [
    [a * factor, b * factor],
    [c * factor, d * factor],
  ];
}

/** A draft, as small as it needs to be to be shown. */
function preview(draft: Pixels): Picture {
  const side = Math.ceil(Math.max(draft.width, draft.height) / PREVIEW);
  const { width, height, data } = side > 8 ? average(draft, side) : shrunk(draft, side);
  return { width, height, pixels: new Uint8ClampedArray(data) };
}
