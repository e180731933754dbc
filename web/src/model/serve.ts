/* What a worker hears and says. Its bytes come from the page; it fetches nothing. */
import { LayoutError } from "../dropped/layout";
import type { Picture } from "./enlarge";
import type { Answer, Command, Message } from "./protocol";

/** Answers what the page asks of this worker, each in its time. */
export function serve<C extends Command>(answer: (command: C) => Promise<Answer>): void {
  // ONNX Runtime starts this file again in each of its threads, where it listens by itself.
  if (self.name.startsWith("em-pthread")) return;
  self.onmessage = async ({ data }: MessageEvent<C & { readonly id: number }>) => {
    try {
      const value = await answer(data);
      send({ kind: "answer", id: data.id, value }, transfers(value));
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      const about = error instanceof LayoutError ? error.about : null;
      send({ kind: "failure", id: data.id, sentence, about });
    }
  };
}

/** Pictures are handed over, not copied. */
function transfers(value: Answer): Transferable[] {
  if (!value || value instanceof Float32Array) return [];
  if ("crop" in value) return [value.crop.pixels.buffer];
  if ("std" in value || "order" in value) return [];
  const pictures: (Picture | null)[] =
    "mean" in value ? [value.mean, value.deviation] : [value.preview];
  return pictures.flatMap((each) => (each ? [each.pixels.buffer] : []));
}

function send(message: Message, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}
