import type { Program } from "../model/program";
import type { Surroundings } from "./session.svelte";

/** Where the demo is at home: on a site, or in a file that is all there is. */
export interface Home {
  /** What computes. */
  readonly program: Program;
  /** Whether nothing is beside the page: no explanation, and nothing to keep for later. */
  readonly alone: boolean;
  /**
   * What a session with a model of this home lives in, and what ends it; a new one each time.
   *
   * @param path Where the model is described; by default, what the home opens with.
   */
  surroundings(path?: string): Surroundings & { end?(): void };
}
