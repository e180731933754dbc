import { expect, test } from "@playwright/test";
import { type Lab, startLab } from "./lab";
import { hover, said, widget } from "./widget";

let server: Lab;

test.beforeAll(async () => {
  server = await startLab("notebook");
});
test.afterAll(() => server.close());

test("in Notebook 7 the mouse morphs the face, and lines are obeyed", async ({ page }) => {
  const notebook = await server.open(page, [
    "from morphing_faces import Explorer, load_model\nExplorer(load_model('faces48'), seed=1)",
  ]);
  await notebook.run(0);
  await hover(page, 0.5, -0.5);
  await expect(widget(page).locator(".status b")).toHaveText(["+0.50", "−0.50"]);
  await said(page, "r", "another face");
});
