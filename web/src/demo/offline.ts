import type { Manifest } from "../model/manifest";

const QUIET_MS = 1000;

let asked = false;

/**
 * Keeps page and model for visits without a network: starts the service worker, once. Where the
 * browser has none (plain http, private windows), the page works, with a network.
 *
 * @param settled What comes first: the worker fetches all that the page may need one day.
 */
export async function workOffline(manifest: Manifest, settled: Promise<void>): Promise<void> {
  // Some private windows have the name, and nothing behind it.
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (asked || !workers) return;
  asked = true;
  await settled;
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const model = manifest.files.decoder.sha256.slice(0, 16);
  workers.register(`./offline.js?model=${model}`).catch(() => undefined);
}
