import type { COUNTED, PLAIN } from "./english";

/** What the page says, as it says it in English; names in braces are filled in. */
export type Plain = (typeof PLAIN)[number];
/** The same, where the sentence depends on how many there are: on {count}. */
export type Counted = keyof typeof COUNTED;
export type Text = Plain | Counted;

/** A sentence for each of a language's plural categories, as `Intl.PluralRules` names them. */
export type Forms = Readonly<
  Partial<Record<Intl.LDMLPluralRule, string>> & Record<"other", string>
>;

/** All of the page's sentences in another language. */
export interface Texts {
  readonly plain: Readonly<Record<Plain, string>>;
  readonly counted: Readonly<Record<Counted, Forms>>;
}

/** The names in braces of a sentence. */
export type Names<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** What a sentence is filled in with; nothing where it has no names. */
export type Values<T extends string> = [Names<T>] extends [never]
  ? []
  : [Readonly<Record<Names<T>, string | number>>];
