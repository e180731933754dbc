import { type Picture, shownSize } from "../model/enlarge";
import type { Carried, Manifest } from "../model/manifest";
import type { Face } from "../model/protocol";
import { Queue } from "../model/queue";
import { reframe } from "../photo/reframe";
import { levelsToNumbers, samePoint } from "./arrival";
import { PhotoOrigin } from "./photo-origin";
import { sentence } from "./sentences";
import type { Session, Surroundings } from "./session.svelte";
import type { Steered } from "./steered";

/** What the other model is given: the same z, the same photograph, or the face of the one. */
export type Given = "z" | "photograph" | "face";

/** What a model is given, and what is encoded of it; null where it is z itself. */
interface Shared {
  readonly given: Given;
  readonly image: Float32Array | null;
}

/** Another model of the site beside the one that is played with: both move under the mouse. */
export class Comparison implements Steered {
  manifest = $state.raw<Manifest | null>(null);
  face = $state.raw<Face | null>(null);
  given = $state.raw<Given | null>(null);
  behind = $state(false);
  /** Bytes of what is needed, while it arrives. */
  received = $state(0);
  total = $state(0);
  /** Why there is no face of this model; empty where there is one. */
  failure = $state("");
  private running = false;
  private over = false;
  private readonly queue = new Queue((behind) => {
    this.behind = behind;
  });

  /**
   * @param session What is played with.
   * @param model The other model.
   * @param place Where that comes from, and who computes it.
   */
  constructor(
    private readonly session: Session,
    readonly model: Carried,
    private readonly place: Pick<Surroundings, "source" | "port"> & { end?(): void },
  ) {
    void this.start();
  }

  /** Fetches the model; again where that has failed. */
  async start(): Promise<void> {
    this.failure = "";
    try {
      const manifest = await this.place.source.describe();
      await this.place.port.start(manifest, (received, total) => {
        this.received = received;
        this.total = total;
      });
      this.manifest = manifest;
      this.running = true;
      this.follow();
    } catch (error) {
      if (!this.over) this.failure = sentence(error);
    }
  }

  /** Shows what the other model makes of the face on show. */
  follow(): void {
    const { manifest, session } = this;
    const { face, seen: z, origin } = session;
    if (!this.running || !manifest || !face || !z) return;
    this.queue.show(async () => {
      try {
        const { given, image } = this.shared(manifest, z, face.mean, origin);
        const point = image ? await this.encode(image) : z;
        const size = shownSize(manifest.image);
        const made = await this.place.port.ask({ kind: "face", z: point, size, deviation: false });
        this.face = made;
        this.given = given;
        this.failure = "";
      } catch (error) {
        this.face = null;
        if (!this.over) this.failure = sentence(error);
      }
    });
  }

  /** Ends its worker. */
  end(): void {
    this.over = true;
    this.place.end?.();
  }

  private shared(other: Manifest, z: Float32Array, face: Picture, origin: unknown): Shared {
    const { manifest } = this.session;
    if (!manifest) throw new Error("The model has not arrived yet.");
    const { encoder } = other.files;
    if (encoder && origin instanceof PhotoOrigin && samePoint(origin.portrait.z, z)) {
      const numbers = levelsToNumbers(origin.portrait.levels);
      return { given: "photograph", image: reframe(numbers, manifest.image, other.image) };
    }
    if (other.latent_size === manifest.latent_size) return { given: "z", image: null };
    if (!encoder) {
      throw new Error(
        `${other.name} has ${other.latent_size} latent dimensions, not ${manifest.latent_size}, and ` +
          "no encoder for the face: it cannot show the same.",
      );
    }
    const numbers = shrunk(face, manifest.image);
    return { given: "face", image: reframe(numbers, manifest.image, other.image) };
  }

  private async encode(image: Float32Array): Promise<Float32Array> {
    await this.place.port.load("encoder");
    return (await this.place.port.ask({ kind: "posterior", image })).mean;
  }

  get values() {
    return this.session.values;
  }

  get selected() {
    return this.session.selected;
  }

  get strips() {
    return null;
  }

  get span() {
    return this.session.span;
  }

  get reach() {
    return this.session.reach;
  }

  get frozen() {
    return this.session.frozen;
  }

  nameOf(rank: number): string {
    return this.session.nameOf(rank);
  }

  set(rank: number, value: number): void {
    this.session.set(rank, value);
  }

  move(x: number, y: number): void {
    this.session.move(x, y);
  }

  nudge(which: 0 | 1, share: number): void {
    this.session.nudge(which, share);
  }

  toggleFreeze(): void {
    this.session.toggleFreeze();
  }

  randomise(): unknown {
    return this.session.randomise();
  }
}

/** A face on show in its model's own size, [H * W * channels] in [0, 1]: averages of squares. */
export function shrunk({ pixels, width, height }: Picture, shape: Manifest["image"]): Float32Array {
  const across = width / shape.width;
  const down = height / shape.height;
  const numbers = new Float32Array(shape.height * shape.width * shape.channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const pixel = Math.floor(row / down) * shape.width + Math.floor(column / across);
      for (let channel = 0; channel < shape.channels; channel++) {
        const at = pixel * shape.channels + channel;
        const level = pixels[4 * (row * width + column) + channel] as number;
        numbers[at] = (numbers[at] as number) + level / (255 * across * down);
      }
    }
  }
  return numbers;
}
