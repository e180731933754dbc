import katex from "katex";

/*
 * Formulas are typeset while the site is built: TeX becomes MathML, which browsers draw themselves.
 * MathML has no line breaks yet (MathML Core, 3.3), so a formula that stands by itself is a row of
 * pieces, one for each \allowbreak in it, between which the browser may break the line.
 */

/** Typesets a formula that stands in a line of text: `\(tex\)`. */
export function inline(tex: string): string {
  return typeset(tex, false);
}

/** Typesets a formula that stands by itself: `\[tex\]`. */
export function block(tex: string): string {
  const pieces = tex.split("\\allowbreak").map((piece, i) => {
    const [before, braced, after] = underbrace(piece) ?? [piece, null, ""];
    // An operator at an edge stands between two sides, all the same.
    const math = (part: string) => typeset(i ? `{}${part}{}` : part, true);
    if (!braced) return `<span class="piece">${math(before)}</span>`;
    const [over, under] = braced;
    return (
      `<span class="piece">${before.trim() ? math(before) : ""}` +
      `<span class="braced">${typeset(over, true)}<span class="brace"></span>` +
      `<span class="label">${typeset(under, false)}</span></span>` +
      `${after.trim() ? typeset(after, true) : ""}</span>`
    );
  });
  return `<div class="formula"><div class="pieces">${pieces.join("<wbr>")}</div></div>`;
}

/**
 * Takes `before \underbrace{over}_{under} after` apart. Chromium cuts braces that it stretches, so
 * the page draws them.
 */
function underbrace(tex: string): [string, [string, string], string] | null {
  const [before, rest] = tex.split("\\underbrace{", 2);
  if (rest === undefined) return null;
  const over = untilBrace(rest);
  const under = untilBrace(rest.slice(over.length + "}_{".length));
  const after = rest.slice(over.length + "}_{".length + under.length + 1);
  return [before ?? "", [over, under], after];
}

/** The text up to the brace that closes what was opened before it. */
function untilBrace(tex: string): string {
  let depth = 1;
  for (let i = 0; i < tex.length; i++) {
    if (tex[i - 1] === "\\") continue;
    if (tex[i] === "{") depth++;
    if (tex[i] === "}" && --depth === 0) return tex.slice(0, i);
  }
  throw new Error(`a brace is not closed in ${tex}`);
}

const LETTERS: Record<string, string> = { "script N": "𝒩", "double-struck E": "𝔼" };

function unknown(variant: string, letter: string): never {
  throw new Error(`which character is a ${variant} ${letter}?`);
}

function typeset(tex: string, display: boolean): string {
  const html = katex.renderToString(display ? `\\displaystyle ${tex}` : tex, {
    output: "mathml",
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
