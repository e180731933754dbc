import { browserShelf, put, take } from "../points/storage";
import { ENGLISH, type Language, speak } from "./language";

/** The languages of the page, each by its own name; all but English arrive when they are asked for. */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français" } as const;

export type Code = keyof typeof LANGUAGES;

const KEY = "morphing-faces language";
const TABLES: Readonly<Record<Code, () => Promise<Language>>> = {
  en: async () => ENGLISH,
  de: async () => (await import("./german")).GERMAN,
  fr: async () => (await import("./french")).FRENCH,
};

/**
 * The language to begin with: that of the address ("?lang=de"), else the one that the visitor has
 * chosen before, else the first of the browser's that the page speaks.
 */
export function firstCode(search: string, preferred: readonly string[]): Code {
  const wishes = [new URLSearchParams(search).get("lang"), take(browserShelf(), KEY), ...preferred];
  return wishes.map(codeOf).find((code) => code !== null) ?? "en";
}

/** The page's language for a tag such as "de-AT"; null for none. */
export function codeOf(tag: unknown): Code | null {
  const code = typeof tag === "string" ? (tag.toLowerCase().split("-")[0] ?? "") : "";
  return Object.hasOwn(LANGUAGES, code) ? (code as Code) : null;
}

/** Speaks a language; English where its table does not arrive. */
export async function speakIn(code: Code): Promise<void> {
  const next = await TABLES[code]().catch(() => ENGLISH);
  document.documentElement.lang = next.code;
  speak(next);
}

/** Speaks the language that the visitor has chosen, and the next time, too. */
export async function choose(code: Code): Promise<void> {
  put(browserShelf(), KEY, code);
  await speakIn(code);
}
