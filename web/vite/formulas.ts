import { readFileSync } from "node:fs";
import katex from "katex";
import type { Plugin } from "vite";

const FILE = /\/formulas\.json$/;

/**
 * Typesets formulas while the site is built: a file named formulas.json, of TeX by name, becomes
 * MathML by name, which browsers draw themselves. A name that begins with "$" is set in the line.
 */
export function formulas(): Plugin {
  return {
    name: "formulas",
    enforce: "pre",
    load(id) {
      if (!FILE.test(id)) return null;
      const tex = JSON.parse(readFileSync(id, "utf8")) as Record<string, string>;
      const set = Object.entries(tex).map(([name, formula]) => [name, typeset(name, formula)]);
      return {
        code: `export default ${JSON.stringify(Object.fromEntries(set))};`,
        moduleType: "js",
      };
    },
  };
}

function typeset(name: string, formula: string): string {
  const html = katex.renderToString(formula, {
    output: "mathml",
    displayMode: !name.startsWith("$"),
    throwOnError: true,
    strict: "error",
  });
  // What was typed is of no use to a reader, and would be read aloud.
  return html
    .replace(/<annotation[^>]*>[\s\S]*?<\/annotation>/g, "")
    .replace(/^<span[^>]*>|<\/span>$/g, "");
}
