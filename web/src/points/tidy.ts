export const LONGEST_NAME = 40;

/**
 * A name as it is kept: its words on one line, with single spaces between them, and not too long;
 * empty where none is left. In characters, not in the halves that some of them have here.
 */
export function tidy(typed: string): string {
  const words = typed.replace(/[\p{Cc}\p{Cs}\p{Z}]+/gu, " ").trim();
  return Array.from(words).slice(0, LONGEST_NAME).join("").trim();
}
