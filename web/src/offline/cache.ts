/** Every cache of this site, in this folder, begins so. */
export const prefix = (scope: string) => `morphing-faces ${new URL(scope).pathname} `;

/** Whether a file, by its path on the site, is fetched by some visitors alone, and kept for them. */
export const isForSome = (path: string) => path.startsWith("assets/gpu-");

let current: string | null = null;

/** Says where `keep` puts files: the cache of a model on a site. */
export function keepFor(scope: string, model: string): void {
  current = prefix(scope) + model;
}

/**
 * Keeps a file for visits without a network. That is a convenience: where the browser refuses
 * (plain http, private windows, a full disk), the page works without.
 */
export async function keep(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!current || !globalThis.caches) return;
  try {
    const cache = await caches.open(current);
    await cache.put(url, new Response(bytes));
  } catch {
    // see above
  }
}

/** Fetches a file that the page cannot hand over, such as a worker's script, and keeps it. */
export async function keepAt(url: string): Promise<void> {
  if (!current || !globalThis.caches) return;
  try {
    const cache = await caches.open(current);
    if (!(await cache.match(url))) await cache.add(url);
  } catch {
    // see above
  }
}
