/** What went wrong, for a person. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A sentence from a message that begins with a small letter. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
