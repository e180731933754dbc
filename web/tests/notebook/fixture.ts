import { test as base } from "@playwright/test";
import { type Lab, startLab } from "./lab";

/** A test of a notebook; one server is for all of them, since starting it takes longer than many. */
export const test = base.extend<object, { lab: Lab }>({
  lab: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads here what a fixture needs.
    async ({}, use) => {
      const lab = await startLab();
      await use(lab);
      await lab.close();
    },
    { scope: "worker" },
  ],
});
