/*
 * What a visitor keeps, in this browser: small JSON documents, one of a kind for each model. They
 * are read as carefully as files from elsewhere, because anything may have written them.
 */

/** What of the Web Storage is needed. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The name of a document; a model goes by its decoder's hash. */
export const keyOf = (kind: string, decoder: string) => `morphing-faces ${kind} ${decoder}`;

/** The browser's shelf; null where it has none or refuses (private windows, settings). */
export function browserShelf(): Shelf | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** What was put under a key; undefined where there is nothing or it is damaged. */
export function take(shelf: Shelf | null, key: string): unknown {
  try {
    const text = shelf?.getItem(key);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts a value under a key; whether that succeeded. */
export function put(shelf: Shelf | null, key: string, value: unknown): boolean {
  try {
    if (!shelf) return false;
    shelf.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
