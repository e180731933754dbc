import { counted } from "./french/counted";
import { faults } from "./french/faults";
import { names } from "./french/names";
import { notices } from "./french/notices";
import { page } from "./french/page";
import type { Language } from "./language";

export const FRENCH: Language = {
  code: "fr",
  texts: { plain: { ...page, ...notices, ...faults }, counted },
  names,
};
