import { expect, test } from "@playwright/test";
import { type Lab, startLab } from "./lab";
import { hover, said, widget } from "./widget";

const EXPLORER = `from morphing_faces import Explorer, load_model
explorer = Explorer(load_model("faces48"), seed=1)
explorer`;
let lab: Lab;

test.beforeAll(async () => {
  lab = await startLab();
});
test.afterAll(() => lab.close());

test("the mouse morphs the face, and Python and the widget agree", async ({ page }) => {
  const notebook = await lab.open(page, [EXPLORER, "explorer.frozen = True; print(explorer)"]);
  await notebook.run(0);
  await hover(page, 0.5, -0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "−0.50"]);
  await notebook.run(1);
  await expect(notebook.output(1)).toContainText("0 brightness: +0.50  1: -0.50  frozen");
  await expect(widget(page).getByRole("button", { name: "Freeze" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await said(page, "d 3 7", "the mouse now moves dimensions 3 (light-above) and 7");
  await said(page, "nonsense", "there is no command");
});
