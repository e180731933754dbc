const WORD = "compare";

/** The model that the page's address wants beside the other: its name, may be empty; null for none. */
export function comparedInAddress(): string | null {
  return new URLSearchParams(location.search).get(WORD);
}

/** Keeps the name of the model beside the other in the page's address; null for none. */
export function keepCompared(name: string | null): void {
  const address = new URL(location.href);
  if (name === null) address.searchParams.delete(WORD);
  else address.searchParams.set(WORD, name);
  history.replaceState(null, "", address.href);
}
