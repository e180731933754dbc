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

const LETTERS: Record<string, string> = { "script N": "𝒩", "double-struck E": "𝔼" };

function unknown(variant: string, letter: string): never {
  throw new Error(`which character is a ${variant} ${letter}?`);
}

function typeset(name: string, formula: string): string {
  const html = katex.renderToString(formula, {
    output: "mathml",
    displayMode: !name.startsWith("$"),
    throwOnError: true,
    strict: "error",
  });
  // What was typed is of no use to a reader, and would be read aloud. Browsers know no variant of a
  // letter but the letter itself that Unicode has for it.
  return html
    .replace(
      /<mi mathvariant="(script|double-struck)">([A-Z])<\/mi>/g,
      (_, variant, letter) =>
        `<mi>${LETTERS[`${variant} ${letter}`] ?? unknown(variant, letter)}</mi>`,
    )
    .replace(/<annotation[^>]*>[\s\S]*?<\/annotation>/g, "")
    .replace(/^<span[^>]*>|<\/span>$/g, "");
}
