import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const THEME = fileURLToPath(new URL("../src/theme.css", import.meta.url));
const NAME = "scoped-theme.css";

/**
 * The pages' colours, letters and controls for a widget that is a guest in somebody's document:
 * nothing of them holds outside of one class.
 */
export function scopedTheme(root: string): Plugin {
  return {
    name: "scoped-theme",
    resolveId: (id) => (id.endsWith(NAME) ? `\0${NAME}` : null),
    load(id) {
      if (!id.endsWith(NAME)) return null;
      this.addWatchFile(THEME);
      const theme = readFileSync(THEME, "utf-8").replaceAll(/^(\s*)(:root|html|body)\b/gm, "$1&");
      return `${root} {\n${theme}\n}`;
    },
  };
}
