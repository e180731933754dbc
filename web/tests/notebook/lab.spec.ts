import { expect } from "@playwright/test";
import { test } from "./fixture";
import { hover, said, widget } from "./widget";

const EXPLORER = `from morphing_faces import Explorer, load_model
explorer = Explorer(load_model("faces48"), seed=1)
explorer`;
const BUSY = `import time, pathlib
while not pathlib.Path("go").exists(): time.sleep(0.05)`;

test("the mouse morphs the face, and Python and the widget agree", async ({ page, lab }) => {
  const notebook = await lab.open(page, [EXPLORER, "explorer.frozen = True; print(explorer)"]);
  await notebook.run(0);
  await hover(page, 0.5, -0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "−0.50"]);
  await notebook.run(1);
  await expect(notebook.output(1)).toContainText("0 round-face: +0.50  1 contrast: -0.50  frozen");
  await expect(widget(page).getByRole("button", { name: "Freeze" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await said(page, "d 3 7", "the mouse now moves dimensions 3 (light-right) and 7");
  await said(page, "nonsense", "there is no command");
});

test("two views of one widget agree", async ({ page, lab }) => {
  const notebook = await lab.open(page, [EXPLORER, "explorer"]);
  await notebook.run(0);
  await notebook.run(1);
  await expect(widget(page)).toHaveCount(2);
  await hover(page, 0.25, 0.75);
  for (const view of await widget(page).all()) {
    await expect(view.locator(".status b")).toHaveText(["+0.25", "+0.75"]);
  }
  const [first, second] = await widget(page)
    .locator(".face canvas")
    .evaluateAll((faces) => faces.map((face) => (face as HTMLCanvasElement).toDataURL()));
  expect(second).toBe(first);
});

test("a busy kernel is said, and the newest point is caught up with", async ({ page, lab }) => {
  lab.subshells(false);
  const notebook = await lab.open(page, [EXPLORER, BUSY, "print(explorer)"]);
  await notebook.run(0);
  await hover(page, 0, 0);
  await notebook.start(1);
  await hover(page, -0.5, 0.5);
  await hover(page, 0.75, 0.25);
  const note = widget(page).getByText("The kernel does not answer");
  await expect(note).toBeVisible();
  await expect(widget(page).locator(".status b")).toHaveText(["+0.75", "+0.25"]);
  lab.write("go");
  await expect(note).toBeHidden();
  await notebook.run(2);
  await expect(notebook.output(2)).toContainText("0 round-face: +0.75  1 contrast: +0.25");
});

test("a kernel that was restarted, or is gone, is said to be", async ({ page, lab }) => {
  const notebook = await lab.open(page, [EXPLORER, "pass"]);
  const note = widget(page).getByText("restarting or gone");
  const values = widget(page).locator(".status b");
  await notebook.run(0);
  await hover(page, 0.5, 0.5);
  await expect(values).toHaveText(["+0.50", "+0.50"]);
  await notebook.restart();
  await hover(page, -0.5, 0.5);
  await expect(note).toBeVisible();
  await notebook.run(1); // the new kernel is there, and knows nothing of this widget
  await expect(note).toBeVisible();
  await notebook.run(0);
  await hover(page, 0.25, 0.25);
  await expect(values).toHaveText(["+0.25", "+0.25"]);
  await expect(note).toBeHidden();
  await notebook.end();
  await hover(page, -0.25, -0.25);
  await expect(note).toBeVisible();
});

test("where the kernel has subshells, the face follows beside a cell", async ({ page, lab }) => {
  lab.subshells(true);
  const cell = `import time
index = explorer.model.interesting[0].index
while abs(explorer.z[index] - 0.25) > 0.01: time.sleep(0.05)
print("seen")`;
  const notebook = await lab.open(page, [EXPLORER, cell]);
  await notebook.run(0);
  await hover(page, 0, 0);
  await notebook.start(1);
  await hover(page, 0.25, 0.5);
  await expect(notebook.output(1)).toContainText("seen");
});

test("a saved notebook shows the last face asleep, and wakes when it runs", async ({
  page,
  lab,
}) => {
  const notebook = await lab.open(page, [EXPLORER]);
  await notebook.run(0);
  await hover(page, 0.5, 0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "+0.50"]);
  await expect(widget(page).getByRole("application")).toHaveAttribute("data-behind", "false");
  const face = widget(page).locator(".face canvas");
  const before = await face.evaluate((each: HTMLCanvasElement) => each.toDataURL());
  await notebook.save();
  const again = await lab.reopen(page, notebook);
  await expect(widget(page).getByText("Asleep")).toBeVisible();
  await expect(widget(page).locator("[inert]")).toHaveCount(1);
  expect(await face.evaluate((each: HTMLCanvasElement) => each.toDataURL())).toBe(before);
  await again.run(0);
  await hover(page, -0.5, 0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["−0.50", "+0.50"]);
});

test("sliders over strips, buttons, and directions with their scores", async ({ page, lab }) => {
  const notebook = await lab.open(page, [EXPLORER]);
  await notebook.run(0);
  const [view, values] = [widget(page), widget(page).locator(".status b")];
  const press = (name: string) => view.getByRole("button", { name, exact: true }).click();
  await hover(page, 0.5, 0.5);
  await expect(values).toHaveText(["+0.50", "+0.50"]);

  const slider = page.getByRole("slider", { name: /^Dimension 0\b/ });
  await slider.fill("-1.5");
  await expect(values.first()).toHaveText("−1.50");
  const strip = view.locator(".strip", { has: slider }).locator("canvas");
  const ends = () =>
    strip.evaluate((each: HTMLCanvasElement) => {
      const context = each.getContext("2d");
      const tile = (left: number) => context?.getImageData(left, 0, 48, 48).data.join();
      return each.width === 240 && tile(0) !== tile(192);
    });
  await expect.poll(ends).toBe(true);

  await press("Undo");
  await expect(values.first()).toHaveText("+0.50");
  const happy = view.getByRole("slider", { name: "Direction happy" });
  await expect(happy).toHaveAccessibleDescription(/^AUC 0\.\d\d; also: sad /);
  await happy.fill("2");
  await expect(happy).toHaveAttribute("aria-valuetext", /^\+2\.00 steps/);

  const name = view.getByRole("textbox", { name: "Name to keep this face by" });
  await name.fill("cheerful");
  await press("Keep");
  await expect(view.locator("output").last()).toContainText("cheerful");
  await press("Random");
  await expect(values).not.toHaveText(["+0.50", "+0.50"]);
  await said(page, "load cheerful", "cheerful");
  await expect(happy).toHaveAttribute("aria-valuetext", /^\+2\.00 steps/);
  await press("Freeze");
  await expect(view.getByRole("button", { name: "Freeze" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
});

test("a photograph is taken, an error of a decoder is shown", async ({ page, lab }) => {
  const decode = `import pathlib
import numpy as np
from morphing_faces import explore
def decode(z):
    if pathlib.Path("bright").exists():
        raise ValueError("too bright to see")
    return np.clip(0.5 + z[:, :1, None] * np.linspace(0, 0.5, 8)[None, :, None] * np.ones((1, 8, 8)), 0, 1)
explore(decode, 2, encode=lambda x: x.mean((1, 2))[:, None] * [2, 0] - [1, 0], seed=1)`;
  const notebook = await lab.open(page, [decode]);
  await notebook.run(0);
  await hover(page, 0, 0);
  lab.write("bright");
  await hover(page, 0.95, 0);
  await expect(widget(page).getByRole("alert")).toContainText("too bright to see");
  lab.remove("bright");
  await hover(page, 0.5, 0);
  await expect(widget(page).getByRole("alert")).toHaveCount(0);
  await widget(page).locator('input[type="file"]').setInputFiles(lab.photograph());
  await expect(widget(page).locator("output").last()).toContainText("the face in grey.png");
  await expect(widget(page).getByText("The photograph, aligned.")).toBeVisible();
});

test("the notebook's theme is followed, whatever the system's is", async ({ page, lab }) => {
  const shade = () =>
    widget(page)
      .locator("select")
      .first()
      .evaluate((each) => Number(/\d+/.exec(getComputedStyle(each).backgroundColor)?.[0]));
  for (const [theme, system, dark] of [
    ["JupyterLab Light", "dark", false],
    ["JupyterLab Dark", "light", true],
  ] as const) {
    lab.theme(theme);
    await page.emulateMedia({ colorScheme: system });
    const notebook = await lab.open(page, [EXPLORER]);
    await notebook.run(0);
    await expect(widget(page)).toBeVisible();
    if (dark) await expect.poll(shade).toBeLessThan(64);
    else await expect.poll(shade).toBeGreaterThan(192);
  }
  lab.theme("JupyterLab Light");
});

test("Tab completes a line, and says what it could be", async ({ page, lab }) => {
  const notebook = await lab.open(page, [EXPLORER]);
  await notebook.run(0);
  await hover(page, 0, 0);
  const line = widget(page).getByRole("textbox", { name: "A line of commands" });
  await line.fill("fre");
  await line.press("Tab");
  await expect(line).toHaveValue("freeze ");
  await line.fill("re");
  await line.press("Tab");
  await expect(widget(page).locator(".offered")).toContainText("redo");
  await line.fill("");
  await line.press("Tab");
  await expect(line).not.toBeFocused();
});
