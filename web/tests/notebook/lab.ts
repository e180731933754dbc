import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";

const PYTHON = process.env["PYTHON"] ?? "python3";
const PATIENCE_MS = 60_000;

/** A notebook that a page shows. */
export interface Notebook {
  /** Its file. */
  readonly path: string;
  /** Runs a cell, and goes on when the kernel has. */
  run(cell: number): Promise<void>;
  /** Starts a cell. */
  start(cell: number): Promise<void>;
  output(cell: number): Locator;
}

/** A server of notebooks of the tests' own, on loopback, with nothing in its folders. */
export interface Lab {
  /** Opens a notebook of some cells, none of which has run, in a fresh workspace. */
  open(page: Page, cells: readonly string[]): Promise<Notebook>;
  /** Opens the same file in another fresh workspace. */
  reopen(page: Page, notebook: Notebook): Promise<Notebook>;
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
  const address = await addressOf(server);
  let count = 0;

  async function show(page: Page, name: string): Promise<Notebook> {
    const workspace = `test-${++count}`;
    await page.goto(`${address}lab/workspaces/${workspace}/tree/${name}`);
    const cells = page.locator(".jp-Notebook .jp-Cell");
    await cells.first().waitFor({ timeout: PATIENCE_MS });
    // What is run before the kernel is there is lost.
    await expect(page.getByText("Python 3 (ipykernel) | Idle")).toBeVisible({
      timeout: PATIENCE_MS,
    });
    const start = async (cell: number): Promise<void> => {
      await cells.nth(cell).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
    };
    return {
      path: join(folder, name),
      start,
      async run(cell) {
        await start(cell);
        const prompt = cells.nth(cell).locator(".jp-InputArea-prompt");
        await expect(prompt).toHaveText(/\[\d+\]:/, { timeout: PATIENCE_MS });
      },
      output: (cell) => cells.nth(cell).locator(".jp-OutputArea"),
    };
  }

  return {
    open(page, cells) {
      const name = `test-${count}.ipynb`;
      writeFileSync(join(folder, name), notebookOf(cells));
      return show(page, name);
    },
    reopen: (page, notebook) => {
      const name = notebook.path.slice(folder.length + 1);
      readFileSync(notebook.path);
      return show(page, name);
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

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
      if (found) resolve(found);
    });
    server.once("exit", () => reject(new Error(said)));
  });
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
