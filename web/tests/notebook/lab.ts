import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { addressOf } from "./address";

const PYTHON = process.env["PYTHON"] ?? "python3";
/** 64 x 64 grey pixels, as a PNG file. */
const GREY =
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAK0lEQVR42u3MMREAAAgEoNfkRjeEmwcBqMlNRyAQCAQCgUAgEAgEAsHzYAFAdAEArKmlZAAAAABJRU5ErkJggg==";
const PATIENCE_MS = 120_000;
/** After which a key counts as lost: until its settings have come, a notebook has no keys. */
const LOST_MS = 10_000;

/** What shows notebooks: JupyterLab, or Notebook 7, which shows one without its surroundings. */
type Program = "lab" | "notebook";

/** A notebook that a page shows. */
export interface Notebook {
  /** Its file. */
  readonly path: string;
  /** Runs a cell, and goes on when the kernel has done so, and all that followed. */
  run(cell: number): Promise<void>;
  /** Starts a cell, and goes on when it is running or has run. */
  start(cell: number): Promise<void>;
  /** Saves it, with the state of its widgets, and ends its kernel. */
  save(): Promise<void>;
  /** Starts its kernel anew, which forgets everything, and goes on when that is done. */
  restart(): Promise<void>;
  /** Ends its kernel for good. */
  end(): Promise<void>;
  output(cell: number): Locator;
}

/** A server of notebooks of the tests' own, on loopback, with nothing in its folders. */
export interface Lab {
  /** Opens a notebook of some cells, none of which has run, in a fresh workspace. */
  open(page: Page, cells: readonly string[], program?: Program): Promise<Notebook>;
  /** Opens the same file in another fresh workspace. */
  reopen(page: Page, notebook: Notebook): Promise<Notebook>;
  /** Whether pages that are opened from now on reach a kernel beside the cell that it runs. */
  subshells(on: boolean): void;
  /** Which theme pages have that are opened from now on. */
  theme(name: "JupyterLab Light" | "JupyterLab Dark"): void;
  /** Makes an empty file beside the notebooks. */
  write(name: string): void;
  remove(name: string): void;
  /** The path of a picture, all grey. */
  photograph(): string;
  close(): Promise<void>;
}

export async function startLab(): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "morphing-faces-lab-"));
  const server = spawn(
    PYTHON,
    [
      ...["-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"],
      ...["--ServerApp.port=0", `--ServerApp.root_dir=${folder}`, "--IdentityProvider.token="],
      ...["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"],
      "--ServerApp.disable_check_xsrf=True", // so that a test may end kernels
    ],
    {
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(folder, ".config"),
        JUPYTER_DATA_DIR: join(folder, ".data"),
        JUPYTER_RUNTIME_DIR: join(folder, ".runtime"),
        JUPYTERLAB_SETTINGS_DIR: join(folder, ".settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(folder, ".workspaces"),
        IPYTHONDIR: join(folder, ".ipython"),
        MORPHING_FACES_HOME: join(folder, ".home"),
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const set = (plugin: string, name: string, settings: object): void => {
    const place = join(folder, ".settings", plugin);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${name}.jupyterlab-settings`), JSON.stringify(settings));
  };
  set("@jupyter-widgets/jupyterlab-manager", "plugin", { saveState: true });
  const address = await addressOf(server, /http:\/\/127\.0\.0\.1:\d+\//);
  let count = 0;

  /** The session of a notebook, if it has a kernel. */
  async function sessionOf(page: Page, name: string): Promise<Session | undefined> {
    const sessions: Session[] = await (await page.request.get(`${address}api/sessions`)).json();
    return sessions.find((each) => each.path === name);
  }

  /** What the server knows of the kernel of a notebook. */
  async function stateOf(page: Page, name: string): Promise<object> {
    const kernel = (await sessionOf(page, name))?.kernel;
    return { state: kernel?.execution_state, connected: (kernel?.connections ?? 0) > 0 };
  }

  async function end(page: Page, name: string): Promise<void> {
    const session = await sessionOf(page, name);
    if (session) await page.request.delete(`${address}api/sessions/${session.id}`);
  }

  async function show(page: Page, name: string, program: Program): Promise<Notebook> {
    const workspace = `test-${++count}`;
    const lab = program === "lab";
    await page.goto(`${address}${lab ? `lab/workspaces/${workspace}/tree` : "notebooks"}/${name}`);
    const cells = page.locator(".jp-Notebook .jp-Cell");
    await cells.first().waitFor({ timeout: PATIENCE_MS });
    const path = join(folder, name);
    // What is run before the kernel is there is lost, and a page may call idle what it does not know.
    const kernelIsIdle = (): Promise<void> =>
      expect
        .poll(() => stateOf(page, name), { timeout: PATIENCE_MS })
        .toEqual({ state: "idle", connected: true });
    await kernelIsIdle();
    const idle = lab
      ? page.getByText("Python 3 (ipykernel) | Idle")
      : page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]');
    await expect(idle).toBeVisible({ timeout: PATIENCE_MS });
    const promptOf = (cell: number): Locator => cells.nth(cell).locator(".jp-InputArea-prompt");
    const start = async (cell: number): Promise<void> => {
      const before = (await promptOf(cell).textContent()) ?? "";
      await expect(async () => {
        await cells.nth(cell).locator(".cm-content").click();
        await page.keyboard.press("Control+Enter");
        await expect(promptOf(cell)).not.toHaveText(before, { timeout: LOST_MS });
      }).toPass({ timeout: PATIENCE_MS });
    };
    return {
      path,
      start,
      async run(cell) {
        await start(cell);
        await expect(promptOf(cell)).toHaveText(/\[\d+\]:/, { timeout: PATIENCE_MS });
        await kernelIsIdle();
      },
      async save() {
        await expect(async () => {
          await page.keyboard.press("Control+s");
          await expect
            .poll(() => readFileSync(path, "utf-8"), { timeout: LOST_MS })
            .toContain("widget-state+json");
        }).toPass({ timeout: PATIENCE_MS });
        await end(page, name);
      },
      async restart() {
        const session = await sessionOf(page, name);
        await page.request.post(`${address}api/kernels/${session?.kernel.id}/restart`);
        await kernelIsIdle();
      },
      end: () => end(page, name),
      output: (cell) => cells.nth(cell).locator(".jp-OutputArea"),
    };
  }

  return {
    open(page, cells, program = "lab") {
      const name = `test-${count}.ipynb`;
      writeFileSync(join(folder, name), notebookOf(cells));
      return show(page, name, program);
    },
    reopen: (page, notebook) => {
      const name = notebook.path.slice(folder.length + 1);
      return show(page, name, "lab");
    },
    subshells(on) {
      const commsOverSubshells = on ? "perCommTarget" : "disabled";
      set("@jupyterlab/apputils-extension", "kernels-settings", { commsOverSubshells });
    },
    theme: (name) => set("@jupyterlab/apputils-extension", "themes", { theme: name }),
    write: (name) => writeFileSync(join(folder, name), ""),
    remove: (name) => rmSync(join(folder, name)),
    photograph() {
      const path = join(folder, "grey.png");
      writeFileSync(path, Buffer.from(GREY, "base64"));
      return path;
    },
    close: () =>
      new Promise((resolve) => {
        server.once("exit", () => {
          rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
          resolve();
        });
        server.kill("SIGTERM");
      }),
  };
}

/** Of Jupyter Server's API, as far as it is asked for. */
interface Session {
  readonly id: string;
  readonly path: string;
  readonly kernel: {
    readonly id: string;
    readonly execution_state: string;
    readonly connections: number;
  };
}

function notebookOf(cells: readonly string[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    cells: cells.map((source, i) => ({
      id: `cell-${i}`,
      cell_type: "code",
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  });
}
