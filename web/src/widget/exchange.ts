import type { AnyModel } from "@anywidget/types";
import type { Picture } from "../model/enlarge";
import { type Completion, type Levels, small, type Traits } from "./traits";

/** For how long a kernel may be silent before that is said. */
export const PATIENCE_MS = 700;

/** What is asked of the kernel. */
export type Ask =
  /** Goes to a point; those of one kind in a row are one change for undo. */
  | { readonly ask: "move"; readonly change: string }
  | { readonly ask: "line" | "complete"; readonly line: string }
  | { readonly ask: "photograph"; readonly name: string }
  | { readonly ask: "tile" }
  | { readonly ask: "pause" | "stop" | "tick" };

/**
 * Requests to a kernel and their answers. A kernel answers nothing while it is busy with a cell, and
 * nothing at all where it is gone.
 */
export class Exchange {
  private readonly waiting = new Map<string, (answer: Answer) => void>();
  private readonly me = crypto.getRandomValues(new Uint32Array(2)).join("-");
  private count = 0;

  /** @param onSilence Told when the kernel has been silent for long, and when it answers again. */
  constructor(
    private readonly model: AnyModel<Traits>,
    private readonly onSilence: (silent: boolean) => void,
  ) {
    model.on("change:_state", () => this.settle(model.get("_state").answered, null));
    model.on("msg:custom", (content: unknown, buffers: DataView[]) => {
      const { number, shape, failure, begun, words } = content as Partial<Tile & Completion>;
      const [pixels] = buffers;
      if (words) this.settle(number ?? "", { begun: begun ?? "", words });
      else if (failure) this.settle(number ?? "", new Error(failure));
      else if (shape && pixels) this.settle(number ?? "", { shape, pixels });
    });
  }

  /** Asks for something; the answer has come when the traits are in step again. */
  async ask(what: Ask, content?: ArrayBuffer): Promise<void> {
    await this.send(what, content);
  }

  /** A small face of another point. */
  async tile(z: Float32Array): Promise<Picture> {
    const answer = await this.send({ ask: "tile" }, bytesOf(z));
    if (answer instanceof Error) throw answer;
    if (answer === null || "words" in answer) throw new Error("no picture came");
    return small(answer);
  }

  /** What could stand at the end of a line. */
  async complete(line: string): Promise<Completion> {
    const answer = await this.send({ ask: "complete", line });
    return answer && "words" in answer ? answer : { begun: "", words: [] };
  }

  private send(what: Ask, content?: ArrayBuffer): Promise<Answer> {
    const number = `${this.me}:${++this.count}`;
    const silence = setTimeout(() => this.onSilence(true), PATIENCE_MS);
    return new Promise((resolve) => {
      this.waiting.set(number, (answer) => {
        clearTimeout(silence);
        this.onSilence(false);
        resolve(answer);
      });
      this.model.send({ ...what, number }, undefined, content ? [content] : []);
    });
  }

  private settle(number: string, answer: Answer): void {
    const tell = this.waiting.get(number);
    this.waiting.delete(number);
    tell?.(answer);
  }
}

type Answer = Levels | Completion | Error | null;

interface Tile extends Levels {
  readonly number: string;
  readonly failure: string;
}

/** A point as the kernel takes it. */
export function bytesOf(z: Float32Array): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(4 * z.length));
  for (const [i, value] of z.entries()) view.setFloat32(4 * i, value, true);
  return view.buffer;
}
