/** Every cache of this site, in this folder, begins so. */
export const prefix = (scope: string) => `morphing-faces ${new URL(scope).pathname} `;

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
