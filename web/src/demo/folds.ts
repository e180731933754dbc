import { browserShelf, put, take } from "../points/storage";

/** Where the names of the sections are that a visitor has open: they are open the next time, too. */
export const FOLDS = "morphing-faces open sections";

/** Whether the visitor has a section open, or follows a link that opens it: "#open=share,film". */
export function isOpen(id: string): boolean {
  const asked = new URLSearchParams(location.hash.slice(1)).get("open")?.split(",");
  return opened().includes(id) || Boolean(asked?.includes(id));
}

/** Remembers that a section is open, or closed. */
export function remember(id: string, open: boolean): void {
  const others = opened().filter((other) => other !== id);
  put(browserShelf(), FOLDS, open ? [...others, id] : others);
}

function opened(): string[] {
  const stored = take(browserShelf(), FOLDS);
  return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
}
