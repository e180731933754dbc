import { createSubscriber } from "svelte/reactivity";
import { COUNTED } from "./english/counted";
import { ends, names } from "./english/names";
import type { Counted, Forms, Text, Texts, Values } from "./texts";

/** A language that the page speaks; English needs no table, as its sentences stand where they are said. */
export interface Language {
  /** As BCP 47 has it: "de". */
  readonly code: string;
  readonly texts: Texts | null;
  /** What directions and dimensions of the shipped models, and their ends, are called. */
  readonly names: Readonly<Record<string, string>>;
}

export const ENGLISH: Language = { code: "en", texts: null, names: { ...names, ...ends } };
/** English beside a line of commands, in which directions and dimensions have the names of the commands. */
export const COMMANDS: Language = { ...ENGLISH, names: ends };

let spoken = ENGLISH;
let say = () => {};
/** Lets whatever on the page asks for the language be told of another one. */
const listen = createSubscriber((update) => {
  say = update;
});
const formats = new Map<string, Intl.NumberFormat>();

/** The language that is spoken now. */
export function language(): Language {
  listen();
  return spoken;
}

/** Speaks another language from now on; whatever is on the page is said anew. */
export function speak(next: Language): void {
  spoken = next;
  say();
}

/**
 * A sentence in the visitor's language.
 *
 * @param text The sentence in English; one of `english.ts`.
 * @param values What its names in braces are filled in with; `count` chooses the plural.
 */
export function t<T extends Text>(text: T, ...[values]: Values<T>): string {
  const { texts } = language();
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const forms = (texts?.counted ?? (COUNTED as Record<string, Forms>))[text as Counted];
  const plain = texts?.plain as Readonly<Record<string, string>> | undefined;
  return filled(forms ? formOf(forms, Number(given["count"])) : (plain?.[text] ?? text), given);
}

/**
 * What a fault says, in the visitor's language. Faults are told in English where they occur, also in
 * a worker, which knows no language; here the sentence is found again by its pattern, and what fills
 * it, too, where that is a sentence of its own.
 */
export function translated(message: string): string {
  const { texts } = language();
  if (!texts) return message;
  const found = (texts.plain as Readonly<Record<string, string>>)[message];
  if (found !== undefined) return found;
  for (const { pattern, names, text } of patterns(texts)) {
    const [, ...values] = pattern.exec(message) ?? [];
    if (!values.length) continue;
    return filled(
      text,
      Object.fromEntries(names.map((name, i) => [name, translated(values[i] ?? "")])),
    );
  }
  return message;
}

/** The name of a shipped model's direction or of one of its ends; any other name as it is. */
export const named = (name: string) => language().names[name] ?? name;

/** Whether the language has a word of its own for a name. */
export const hasWord = (name: string) => Object.hasOwn(language().names, name);

/** A number as it is written here. */
export function numeral(value: number, options: Intl.NumberFormatOptions = {}): string {
  const { code } = language();
  const key = code + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.NumberFormat(code, options);
  formats.set(key, format);
  return format.format(value).replace("-", "−");
}

/** A number with so many decimals. */
export const decimals = (value: number, digits: number) =>
  numeral(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A number with its sign and two decimals, as coordinates are written everywhere: +0.42, −1.00. */
export const signed = (value: number) =>
  numeral(value, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "always",
    useGrouping: false,
  });

/** Several things one after the other: "a, b and c". */
export const listed = (words: readonly string[]) =>
  new Intl.ListFormat(language().code, { type: "conjunction" }).format(words);

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? numeral(value) : value;
  });
}

function formOf(forms: Forms, count: number): string {
  return forms[new Intl.PluralRules(spoken.code).select(count)] ?? forms.other;
}

/** A sentence with names in braces: what recognises it filled in, and how it is said. */
interface Pattern {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly text: string;
}

const known = new WeakMap<Texts, readonly Pattern[]>();

/** The sentences with names in braces; those with the most words of their own first. */
function patterns(texts: Texts): readonly Pattern[] {
  let found = known.get(texts);
  if (!found) {
    found = Object.entries(texts.plain)
      .filter(([english]) => english.includes("{"))
      .sort(([a], [b]) => b.length - a.length)
      .map(([english, text]) => ({ ...recogniser(english), text }));
    known.set(texts, found);
  }
  return found;
}

function recogniser(english: string): Omit<Pattern, "text"> {
  const parts = english.split(/\{(\w+)\}/);
  const source = parts.map((part, i) => (i % 2 ? "(.+?)" : escaped(part))).join("");
  return { pattern: new RegExp(`^${source}$`, "s"), names: parts.filter((_, i) => i % 2) };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
