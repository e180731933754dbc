import type { Manifest } from "../model/manifest";

let asked = false;

/**
 * Keeps page and model for visits without a network: starts the service worker, once. Where the
 * browser has none (plain http, private windows), the page works, with a network.
 */
export function workOffline(manifest: Manifest): void {
  if (asked || !("serviceWorker" in navigator)) return;
  asked = true;
  const model = manifest.files.decoder.sha256.slice(0, 16);
  navigator.serviceWorker.register(`./offline.js?model=${model}`).catch(() => undefined);
}
