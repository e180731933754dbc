import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { addressOf } from "./address";
import { hover, said, widget } from "./widget";

const APP = `import marimo

app = marimo.App()


@app.cell
def _():
    from morphing_faces import Explorer, load_model

    Explorer(load_model("faces48"), seed=1)
    return


if __name__ == "__main__":
    app.run()
`;

test("in marimo the mouse morphs the face, and lines are obeyed", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "morphing-faces-marimo-"));
  writeFileSync(join(folder, "app.py"), APP);
  const server = spawn(
    process.env["PYTHON"] ?? "python3",
    ["-m", "marimo", "run", "app.py", "--headless", "--no-token", "--host", "127.0.0.1"],
    {
      cwd: folder,
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: folder,
        XDG_STATE_HOME: folder,
        MORPHING_FACES_HOME: folder,
        MARIMO_SKIP_UPDATE_CHECK: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  try {
    const address = await addressOf(server, /http:\/\/localhost:\d+/);
    await page.goto(address);
    await expect(widget(page)).toBeVisible({ timeout: 120_000 });
    await hover(page, 0.5, -0.5);
    await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "−0.50"]);
    await said(page, "d 3 7", "the mouse now moves dimensions 3 (light-right) and 7");
  } finally {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
