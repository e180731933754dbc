import { t, translated } from "../language/language";
import { GoneError } from "../model/download";
import { UnsupportedError } from "../model/support";

/** What went wrong, for a person. */
export function sentence(error: unknown): string {
  return translated(error instanceof Error ? error.message : String(error));
}

/** A sentence from a message that begins with a small letter. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What helps where something did not arrive: another try, the page afresh, or nothing. */
export type Remedy = "retry" | "reload" | "none";

export function remedyFor(error: unknown): Remedy {
  if (error instanceof GoneError) return "reload";
  return error instanceof UnsupportedError ? "none" : "retry";
}

/**
 * What went wrong, and what helps.
 *
 * @param again How to try again, where that is of use.
 */
export function advice(error: unknown, again: string): string {
  const helps = { retry: again, reload: t("Reload the page."), none: "" }[remedyFor(error)];
  return `${sentence(error)} ${helps}`.trim();
}
