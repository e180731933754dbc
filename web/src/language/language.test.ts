import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, expect, test } from "vitest";
import { codeOf, firstCode, LANGUAGES } from "./choose";
import { COUNTED, PLAIN } from "./english";
import { NOTICES } from "./english/notices";
import { PAGE } from "./english/page";
import { FRENCH } from "./french";
import { GERMAN } from "./german";
import { ENGLISH, language, listed, named, signed, speak, t, translated } from "./language";
import type { Forms } from "./texts";

const SOURCE = new URL("..", import.meta.url).pathname;
const OTHERS = [GERMAN, FRENCH];

afterEach(() => speak(ENGLISH));

/** The names in braces of a sentence. */
const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

test("every language that can be chosen has its table", () => {
  expect(["en", ...OTHERS.map(({ code }) => code)]).toEqual(Object.keys(LANGUAGES));
});

test.each(OTHERS)("$code has every text, filled in with what the English one is", ({ texts }) => {
  expect(Object.keys(texts?.plain ?? {}).sort()).toEqual([...PLAIN].sort());
  expect(Object.keys(texts?.counted ?? {}).sort()).toEqual(Object.keys(COUNTED).sort());
  for (const [english, text] of Object.entries(texts?.plain ?? {})) {
    expect(text.trim(), english).not.toBe("");
    expect(names(text), english).toEqual(names(english));
  }
});

test.each(OTHERS)("$code has every plural that its numbers up to a million ask for", (other) => {
  const rules = new Intl.PluralRules(other.code);
  const asked = new Set([0, 1, 2, 3, 5, 11, 21, 100, 1000].map((count) => rules.select(count)));
  for (const [english, forms] of Object.entries(other.texts?.counted ?? {}) as [string, Forms][]) {
    for (const each of asked) {
      const text = forms[each] ?? forms.other;
      const left = names(english).filter((name) => !names(text).includes(name));
      // One may be said without its number.
      expect(
        left.filter((name) => name !== "count" || each === "other"),
        english,
      ).toEqual([]);
    }
  }
});

test.each(OTHERS)("$code names every direction and dimension of the models that ship", (other) => {
  const models = join(SOURCE, "..", "..", "src", "morphing_faces", "models");
  for (const model of readdirSync(models)) {
    const read = (file: string) => JSON.parse(readFileSync(join(models, model, file), "utf8"));
    const words: (string | null)[] = read("config.json").interesting.map(
      (each: { name: string | null }) => each.name,
    );
    for (const { name, kind, ends, unit } of read("directions.json").directions) {
      if (kind !== "unsupervised") words.push(name, ...(ends ?? []), unit?.of);
    }
    for (const word of words) if (word) expect(other.names, word).toHaveProperty([word]);
  }
});

test("in English, directions and their ends are words, not names of commands", () => {
  const models = join(SOURCE, "..", "..", "src", "morphing_faces", "models");
  for (const model of readdirSync(models)) {
    const read = (file: string) => JSON.parse(readFileSync(join(models, model, file), "utf8"));
    const words: (string | null)[] = read("config.json").interesting.map(
      (each: { name: string | null }) => each.name,
    );
    for (const { name, kind, ends } of read("directions.json").directions) {
      if (kind !== "unsupervised") words.push(name, ...(ends ?? []));
    }
    for (const word of words) {
      if (!word) continue;
      expect(named(word)).not.toMatch(/-/);
      // A thing is there or is not: only what a face can be more or less of is compared.
      expect(named(word)).not.toMatch(/^(less|more) (glasses|beard|moustache|fringe|hat|bald)$/);
    }
  }
});

/** The page's own files, as far as they say anything in the visitor's language. */
const sources = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(ts|svelte)$/.test(path))
  .filter((path) => !/test\.ts$|^(language|explanation|widget)/.test(path))
  .map((path) => ({ path, text: readFileSync(join(SOURCE, path), "utf8") }));

test("every text is said somewhere", () => {
  const all = sources.map(({ text }) => text).join("\n");
  const said = [...PAGE, ...NOTICES, ...Object.keys(COUNTED)];
  const elsewhere = ["Faces by the model {name}", "Faces by the model {name} ({licence})"];
  const unsaid = said.filter((text) => !all.includes(JSON.stringify(text)));
  expect(unsaid.filter((text) => !elsewhere.includes(text) && !DESCRIBED.test(text))).toEqual([]);
});

/** What `described` says of a model that was dropped, put together there. */
const DESCRIBED = /latent dimensions to \{height\}/;

test("every fault has a sentence in every language", () => {
  const faults = sources
    .filter(({ path }) => path.endsWith(".ts"))
    .flatMap(({ path, text }) => faultsIn(path, text));
  expect(faults.length).toBeGreaterThan(60);
  // Gaps of a fault may be filled with words of the text.
  const known = (fault: string) => {
    const parts = fault.split("{}").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".*")}$`, "s");
    return PLAIN.some((text) => pattern.test(text));
  };
  expect(faults.filter((fault) => !known(fault))).toEqual([]);
});

/** The messages of the errors that a file makes, with {} for what fills them. */
function faultsIn(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const [message] = ts.isNewExpression(node) ? (node.arguments ?? []) : [];
    if (message && ts.isNewExpression(node) && node.expression.getText().endsWith("Error")) {
      const said = messageOf(message);
      if (/\w/.test(said.replaceAll("{}", ""))) found.push(said);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return found;
}

function messageOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join("");
  }
  if (ts.isBinaryExpression(node)) return messageOf(node.left) + messageOf(node.right);
  return "{}";
}

test("sentences are filled in, and numbers written as the language has them", () => {
  expect(t("Undo")).toBe("Undo");
  expect(t("{name} is kept in this browser.", { name: "Ágnes" })).toBe(
    "Ágnes is kept in this browser.",
  );
  expect(signed(-1.5)).toBe("−1.50");
  expect(t("Show {count} more", { count: 1234 })).toBe("Show 1,234 more");
  speak(GERMAN);
  expect(language().code).toBe("de");
  expect(t("Undo")).toBe("Rückgängig");
  expect(t("{name} is deleted.", { name: "Ágnes" })).toBe("Ágnes ist gelöscht.");
  expect(signed(-1.5)).toBe("−1,50");
  expect(signed(0.25)).toBe("+0,25");
  expect(listed(["a", "b", "c"])).toBe("a, b und c");
  expect(named("mouth-open")).toBe("Mund offen");
  expect(named("my-own")).toBe("my-own");
});

test("what is counted takes the plural of its language", () => {
  const film = (count: number) =>
    t("The film is saved: {seconds} seconds, {count} frames.", { seconds: "2", count });
  expect(film(1)).toBe("The film is saved: 2 seconds, 1 frame.");
  expect(film(2)).toBe("The film is saved: 2 seconds, 2 frames.");
  speak(FRENCH);
  expect(film(0)).toBe("Le film est enregistré : 2 secondes, 0 image.");
  expect(film(2)).toBe("Le film est enregistré : 2 secondes, 2 images.");
  speak(GERMAN);
  expect(film(0)).toBe("Der Film ist gespeichert: 2 Sekunden, 0 Bilder.");
});

test("a fault is told in the visitor's language, with what fills it", () => {
  const link = "this link is damaged: its checksum is wrong";
  expect(translated(link)).toBe(link);
  speak(GERMAN);
  expect(translated(link)).toBe("dieser Link ist beschädigt: seine Prüfsumme stimmt nicht");
  expect(translated("there is no dimension 99; choose from 0 to 28")).toBe(
    "eine Dimension 99 gibt es nicht; wähle von 0 bis 28",
  );
  expect(translated("something that nobody foresaw")).toBe("something that nobody foresaw");
});

test("the language is the address's, else the browser's first that the page speaks", () => {
  expect(firstCode("?lang=fr", ["de"])).toBe("fr");
  expect(firstCode("?lang=xx", ["pt-BR", "de-AT", "fr"])).toBe("de");
  expect(firstCode("", ["pt", "es"])).toBe("en");
  expect(firstCode("", [])).toBe("en");
  expect(codeOf("toString")).toBeNull();
});
