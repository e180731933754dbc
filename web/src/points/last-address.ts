/** Of this site, and not of another one on the same host. */
const key = () => `morphing-faces place ${new URL(".", document.baseURI).pathname}`;

/** Keeps the part of the demo's address behind "#" for this tab's other page. */
export function rememberAddress(hash: string): void {
  try {
    sessionStorage.setItem(key(), hash);
  } catch {
    // Where the browser keeps nothing, the other page leads to the first face.
  }
}

/** What was remembered last; may be empty. */
export function rememberedAddress(): string {
  try {
    return sessionStorage.getItem(key()) ?? "";
  } catch {
    return "";
  }
}
