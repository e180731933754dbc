/*
 * Recordings of which no film is written yet, in this browser's own store: a browser that dies of
 * writing one (WebKitGTK, of its VideoEncoder) finds it again when the page is loaded anew.
 */
import { Recording, type Track } from "./recording";

/** Of this site, and not of another one on the same host; not the service worker's. */
const store = () => `morphing-faces-recordings ${new URL(".", document.baseURI).pathname}`;
/** A recording goes by the hash of its model's decoder; the newest of a model is kept. */
const address = (decoder: string) =>
  new URL(`recordings/${encodeURIComponent(decoder)}`, document.baseURI).href;

/** Puts a recording aside; whether that succeeded. */
export async function putAside(recording: Recording, decoder: string): Promise<boolean> {
  try {
    const cache = await caches.open(store());
    await cache.put(address(decoder), new Response(pack(recording.track)));
    return true;
  } catch {
    return false; // plain http, private windows, a full disk
  }
}

/** The recording of a model that was put aside; null where there is none, or it is damaged. */
export async function takeBack(decoder: string, latentSize: number): Promise<Recording | null> {
  try {
    const cache = await caches.open(store());
    const response = await cache.match(address(decoder));
    const track = response && unpack(await response.arrayBuffer(), latentSize);
    return track ? Recording.of(track) : null;
  } catch {
    return null;
  }
}

/** Forgets the recording of a model. */
export async function forget(decoder: string): Promise<void> {
  try {
    await (await caches.open(store())).delete(address(decoder));
  } catch {
    // where nothing can be kept, nothing has to be forgotten
  }
}

/** How long it is and the times [N + 1], float64; then the points [N, L], float32. */
export function pack({ seconds, times, points }: Track): ArrayBuffer {
  const [latentSize = 0] = points.map((z) => z.length);
  const head = 8 * (times.length + 1);
  const bytes = new ArrayBuffer(head + 4 * points.length * latentSize);
  new Float64Array(bytes, 0, times.length + 1).set([seconds, ...times]);
  const rest = new Float32Array(bytes, head);
  points.forEach((z, i) => {
    rest.set(z, i * latentSize);
  });
  return bytes;
}

/** The recording in these bytes; null where they are none. */
export function unpack(bytes: ArrayBuffer, latentSize: number): Track | null {
  const count = (bytes.byteLength - 8) / (8 + 4 * latentSize);
  if (!Number.isInteger(count)) return null;
  const [seconds = 0, ...times] = new Float64Array(bytes, 0, count + 1);
  const rest = new Float32Array(bytes, 8 * (count + 1));
  const grows = times.every((time, i) => time >= (times[i - 1] ?? 0) && time <= seconds);
  const [first, ...others] = times.map((_, i) => rest.slice(i * latentSize, (i + 1) * latentSize));
  if (!first || !grows || !rest.every(Number.isFinite)) return null;
  return { seconds, times, points: [first, ...others] };
}
