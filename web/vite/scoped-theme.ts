import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const THEME = fileURLToPath(new URL("../src/theme.css", import.meta.url));
const NAME = "scoped-theme.css";

/** How JupyterLab and Notebook say which theme they have. */
const HOST = (light: boolean) => `body[data-jp-theme-light="${light}"]`;

/**
 * The pages' colours, letters and controls for a widget that is a guest in somebody's document:
 * nothing of them holds outside of one class, and the host's theme goes before the system's.
 */
export function scopedTheme(root: string): Plugin {
  return {
    name: "scoped-theme",
    resolveId: (id) => (id.endsWith(NAME) ? `\0${NAME}` : null),
    load(id) {
      if (!id.endsWith(NAME)) return null;
      this.addWatchFile(THEME);
      const text = readFileSync(THEME, "utf-8");
      const theme = text.replaceAll(/^(\s*)(:root|html|body)\b/gm, "$1&");
      const [light, dark] = [...text.matchAll(/:root \{([^}]*)\}/g)].map(([, each]) => each);
      if (!light || !dark) throw new Error("theme.css has no colours for light and dark");
      const follow =
        `${HOST(true)} & { ${light} color-scheme: light; }\n` +
        `${HOST(false)} & { ${light} ${dark} color-scheme: dark; }`;
      return `${root} {\n${theme}\n${follow}\n}`;
    },
  };
}
