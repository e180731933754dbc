import { counted } from "./german/counted";
import { faults } from "./german/faults";
import { names } from "./german/names";
import { notices } from "./german/notices";
import { page } from "./german/page";
import type { Language } from "./language";

export const GERMAN: Language = {
  code: "de",
  texts: { plain: { ...page, ...notices, ...faults }, counted },
  names,
};
