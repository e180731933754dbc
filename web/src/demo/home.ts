import type { Program } from "../model/program";
import type { Surroundings } from "./session.svelte";

/** Where the demo is at home: on a site, or in a file that is all there is. */
export interface Home {
  /** What computes. */
  readonly program: Program;
  /** Whether nothing is beside the page: no explanation, and nothing to keep for later. */
  readonly alone: boolean;
  /** What a session with the model of this home lives in; a new one each time. */
  surroundings(): Surroundings;
}
