import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { type Engine, PATIENCE } from "./driven";

const WIDTH = 1280;
const HEIGHT = 900;

/** An engine, and the programs that it needs. */
export interface Kind {
  readonly name: string;
  /** The program that is not installed; null where all are. */
  readonly missing: () => string | null;
  readonly start: () => Promise<Engine>;
}

/** The first of some paths that is there. */
const first = (...paths: (string | undefined)[]) => paths.find((path) => path && existsSync(path));

const firefox = () => first(process.env["FIREFOX"], "/usr/bin/firefox-esr", "/usr/bin/firefox");

export const ENGINES: readonly Kind[] = [
  {
    name: "Firefox",
    missing: () => (firefox() ? null : "Firefox"),
    start: startFirefox,
  },
];

/** Firefox by WebDriver BiDi. */
async function startFirefox(): Promise<Engine> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: firefox() ?? "firefox",
    headless: true,
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
    defaultViewport: { width: WIDTH, height: HEIGHT },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  return {
    open: async (address) => {
      await page.goto(address, { timeout: PATIENCE });
    },
    run: (act, ...given) => page.evaluate(act as never, ...(given as unknown as never[])),
    move: (x, y) => page.mouse.move(x, y),
    press: async () => {
      await page.mouse.down();
      await page.mouse.up();
    },
    choose: async (field, path) => {
      const input = await page.$(field);
      if (!input) throw new Error(`there is no ${field}`);
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    },
    close: () => browser.close(),
  };
}
