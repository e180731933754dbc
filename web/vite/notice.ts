/** What mediabunny's licence asks for. */
const MEDIABUNNY =
  "/*! Includes mediabunny, Mozilla Public License 2.0 (https://mozilla.org/MPL/2.0/); " +
  "its source: https://github.com/Vanilagy/mediabunny */";

/** What has to stand in a file that is built, about the libraries in it. */
export function notice(chunk: { readonly moduleIds: readonly string[] }): string {
  return chunk.moduleIds.some((id) => id.includes("/mediabunny/")) ? MEDIABUNNY : "";
}
