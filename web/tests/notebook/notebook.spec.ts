import { expect } from "@playwright/test";
import { test } from "./fixture";
import { hover, said, widget } from "./widget";

test("in Notebook 7 the mouse morphs the face, and lines are obeyed", async ({ page, lab }) => {
  const cells = [
    "from morphing_faces import Explorer, load_model\nExplorer(load_model('faces48'), seed=1)",
  ];
  const notebook = await lab.open(page, cells, "notebook");
  await notebook.run(0);
  await hover(page, 0.5, -0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "−0.50"]);
  await said(page, "r", "another face");
});
