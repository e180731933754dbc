import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { Builder, By, Origin, type WebDriver } from "selenium-webdriver";
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
const driver = () => first(process.env["WEBKIT_DRIVER"], "/usr/bin/WebKitWebDriver");
const screen = () => first("/usr/bin/Xvfb");

export const ENGINES: readonly Kind[] = [
  {
    name: "Firefox",
    missing: () => (firefox() ? null : "Firefox"),
    start: startFirefox,
  },
  {
    name: "WebKitGTK",
    missing: () => (driver() ? (screen() ? null : "Xvfb") : "WebKitWebDriver"),
    start: startWebKit,
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
    size: (width, height) => page.setViewport({ width, height }),
    choose: async (field, path) => {
      const input = await page.$(field);
      if (!input) throw new Error(`there is no ${field}`);
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    },
    close: () => browser.close(),
  };
}

/** WebKitGTK's MiniBrowser by WebDriver, on a screen of its own. */
async function startWebKit(): Promise<Engine> {
  const programs: ChildProcess[] = [];
  const end = () => {
    for (const program of programs.reverse()) program.kill();
  };
  try {
    const display = await shownScreen(programs);
    const port = await freePort();
    programs.push(
      spawn(driver() ?? "", [`--port=${port}`], {
        env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: "1" },
        stdio: "ignore",
      }),
    );
    await listens(port);
    const web = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities({ browserName: "MiniBrowser" })
      .build();
    await web.manage().setTimeouts({ script: PATIENCE, pageLoad: PATIENCE });
    return webkit(web, end);
  } catch (error) {
    end();
    throw error;
  }
}

function webkit(web: WebDriver, end: () => void): Engine {
  const run: Engine["run"] = async (act, ...given) => {
    const body = `const [given, done] = arguments;
      Promise.resolve().then(() => (${act.toString()})(...given))
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = (await web.executeAsyncScript(body, given)) as { value: never; error?: string };
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  };
  return {
    open: (address) => web.get(address),
    run,
    move: async (x, y) => {
      const place = { x: Math.round(x), y: Math.round(y), duration: 0 };
      await web
        .actions({ async: true })
        .move({ ...place, origin: Origin.VIEWPORT })
        .perform();
    },
    press: () => web.actions({ async: true }).press().release().perform(),
    size: async (width, height) => {
      await web.manage().window().setRect({ x: 0, y: 0, width, height });
    },
    choose: (field, path) => web.findElement(By.css(field)).sendKeys(path),
    close: async () => {
      await web.quit().catch(() => undefined);
      end();
    },
  };
}

/** Starts a screen that nobody sees, and says its name. */
async function shownScreen(programs: ChildProcess[]): Promise<string> {
  const size = `${WIDTH}x${HEIGHT + 120}x24`;
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  programs.push(screen);
  return new Promise((resolve, reject) => {
    screen.on("error", reject);
    screen.on("exit", () => reject(new Error("Xvfb ended")));
    screen.stdout?.once("data", (said: Buffer) => resolve(`:${said.toString().trim()}`));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

/** Waits until a driver answers. */
async function listens(port: number): Promise<void> {
  const last = Date.now() + PATIENCE;
  while (Date.now() < last) {
    const answer = await fetch(`http://127.0.0.1:${port}/status`).catch(() => null);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error("WebKitWebDriver does not answer");
}
