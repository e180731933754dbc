import { COUNTED } from "./english/counted";
import { FAULTS } from "./english/faults";
import { NOTICES } from "./english/notices";
import { PAGE } from "./english/page";

/** Everything that the page says, in English, which is how the other languages find it. */
export const PLAIN = [...PAGE, ...NOTICES, ...FAULTS] as const;

export { COUNTED };
