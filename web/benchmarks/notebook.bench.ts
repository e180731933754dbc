import { loadavg } from "node:os";
import type { Page } from "@playwright/test";
import { test } from "../tests/notebook/fixture";
import { hover, widget } from "../tests/notebook/widget";

/*
 * The widget beside one that only echoes the same number of bytes, in one JupyterLab: milliseconds
 * from mouse move to picture, and memory of kernel and browser before and after many moves.
 *
 *   npm run bench:notebook            MOVES=500 for fewer than 10,000; MODEL=faces48 for another
 */

const MOVES = Number(process.env["MOVES"] ?? 10_000);
const TIMED = Math.min(300, MOVES);
/** In how many parts all moves are made, with a look at the memory after each. */
const PARTS = 5;
const MODEL = process.env["MODEL"] ?? "heads64";
const PREPARE = `import time, anywidget, numpy as np
from morphing_faces import Explorer, load_model
model = load_model(${JSON.stringify(MODEL)})
explorer = Explorer(model, seed=1)
class Echo(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      el.textContent = "echo";
      let settle = () => {};
      model.on("msg:custom", () => settle());
      window.echo = (z) => new Promise((resolve) => {
        settle = resolve;
        model.send({ ask: "echo" }, undefined, [z.buffer]);
      });
    } };'''
    def __init__(self):
        super().__init__()
        answer = bytes(int(np.prod(model.image_shape)) + 4 * model.latent_size)
        self.on_msg(lambda _, content, buffers: self.send({"answer": True}, [answer]))
echo = Echo()
explorer`;
const DECODE = `times = []
for _ in range(100):
    z = np.random.default_rng(0).standard_normal((1, model.latent_size)).astype(np.float32)
    begun = time.perf_counter(); model.decode(z); times.append(1000 * (time.perf_counter() - begun))
print(f"decode {np.percentile(times, 50):.2f} {np.percentile(times, 95):.2f}")`;
const MEMORY = `import gc, os; gc.collect()
with open("/proc/self/statm") as file: pages = int(file.read().split()[1])
print(f"memory {pages * os.sysconf('SC_PAGE_SIZE') / 1e6:.1f} MB")`;

/** Milliseconds of so many moves one after the other, of either widget. */
function timed(page: Page, which: "widget" | "echo", moves: number, size: number) {
  return page.evaluate(
    async ([which, moves, size]) => {
      const face = document.querySelector<HTMLElement>(".morphing-faces [role=application]");
      if (!face) throw new Error("there is no face");
      const box = face.getBoundingClientRect();
      const morph = (i: number) =>
        new Promise<void>((resolve) => {
          const observer = new MutationObserver(() => {
            if (face.dataset["behind"] !== "false") return;
            observer.disconnect();
            resolve();
          });
          observer.observe(face, { attributeFilter: ["data-behind"] });
          const clientX = box.left + box.width * (0.5 + 0.4 * Math.sin(i));
          const clientY = box.top + box.height * (0.5 + 0.4 * Math.cos(1.7 * i));
          const place = { clientX, clientY, pointerType: "mouse", bubbles: true };
          face.dispatchEvent(new PointerEvent("pointermove", place));
        });
      const { echo } = window as unknown as { echo: (z: Float32Array) => Promise<void> };
      const times: number[] = [];
      for (let i = 1; i <= moves; i++) {
        const begun = performance.now();
        await (which === "widget" ? morph(i) : echo(new Float32Array(size)));
        times.push(performance.now() - begun);
      }
      return times;
    },
    [which, moves, size] as const,
  );
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

function said(name: string, times: readonly number[]): string {
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
  return `${name}: p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms of ${times.length}`;
}

async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}

test("from mouse move to picture, beside an echo", async ({ page, lab }) => {
  const notebook = await lab.open(page, [PREPARE, "echo", DECODE, MEMORY]);
  const printed = async (cell: number) => {
    await notebook.run(cell);
    return ((await notebook.output(cell).textContent()) ?? "").trim();
  };
  const memory = async () => `kernel ${await printed(3)}, heap ${(await heap(page)).toFixed(1)} MB`;
  await notebook.run(0);
  await notebook.run(1);
  await page.getByText("echo", { exact: true }).last().waitFor();
  await hover(page, 0, 0);
  await page.mouse.move(0, 0);
  await widget(page).locator('[data-behind="false"]').first().waitFor();
  const size = 256;
  await timed(page, "widget", 20, size); // what is compiled and allocated at first
  await timed(page, "echo", 20, size);
  const times = { widget: [] as number[], echo: [] as number[] };
  const decodes: string[] = [];
  for (let done = 0; done < TIMED; done += 50) {
    times.echo.push(...(await timed(page, "echo", 50, size)));
    times.widget.push(...(await timed(page, "widget", 50, size)));
    decodes.push(await printed(2));
  }
  console.info(`${MODEL}, load ${loadavg()[0]?.toFixed(1)}`);
  for (const each of decodes) console.info(`${each} ms (p50, p95)`);
  console.info(said("echo  ", times.echo));
  console.info(said("widget", times.widget));
  console.info(`before: ${await memory()}`);
  for (let part = 1; part <= PARTS; part++) {
    await timed(page, "widget", MOVES / PARTS, size);
    console.info(`after ${(MOVES * part) / PARTS} moves: ${await memory()}`);
  }
});
