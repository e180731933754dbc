import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { type Demo, expect, test } from "./visit";

const file = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)));
const WAVES = file("../../docs/examples/waves.onnx");
const COLOURS = file("../../docs/examples/colours.onnx");
const ENDLESS = file("endless.onnx");

const drop = (demo: Demo, bytes: Buffer, name: string) =>
  demo.drop(bytes, "application/octet-stream", name);

test("an ONNX decoder is explored here, and nothing is uploaded", async ({ demo, page }) => {
  await demo.open();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET" || !request.url().startsWith(demo.url)) sent.push(request.url());
  });
  await drop(demo, WAVES, "waves.onnx");
  const said = page.getByRole("region", { name: "Your model" });
  await expect(said).toContainText(
    "6 latent dimensions to 24 x 24 grey pictures (NCHW), values 0 to 1",
  );
  await expect(said).toContainText("nothing is uploaded");
  await expect(demo.slider(5)).toBeVisible();
  await expect(demo.button("Copy link")).toBeDisabled();
  const before = await demo.print();
  await demo.hover(0.9, 0.9);
  await expect.poll(() => demo.print()).not.toBe(before);
  expect(sent).toEqual([]);
  await demo.button("Back to the faces").click();
  await expect(said).toBeHidden();
  await expect(demo.slider(28)).toBeVisible();
});

test("where nothing can be dropped, a button asks for the file", async ({ demo, page }) => {
  await demo.open();
  const asking = page.waitForEvent("filechooser");
  await demo.button("A model of yours").click();
  const chooser = await asking;
  // A telephone greys out what it knows no kind for, so that every file can be chosen.
  expect(await chooser.element().getAttribute("accept")).toBe("");
  await chooser.setFiles({ name: "waves.onnx", mimeType: "", buffer: WAVES });
  await expect(page.getByRole("region", { name: "Your model" })).toContainText(
    "waves.onnx: 6 latent dimensions",
  );
  await demo.ready();
});

test("what is ambiguous is asked for", async ({ demo, page }) => {
  await demo.open();
  await drop(demo, COLOURS, "colours.onnx");
  const said = page.getByRole("region", { name: "Your model" });
  await expect(said).toContainText("Each picture is a row of 1440 numbers");
  await said.getByLabel("Shape").fill("3 20 24");
  await said.getByLabel("Shape").press("Enter");
  await expect(said).toContainText("4 latent dimensions to 20 x 24 colour pictures (NCHW)");
  await expect(said).toContainText("values -1 to 1");
  await demo.ready();
});

test("a file that hangs is ended, and the faces stay", async ({ demo, page }) => {
  await page.goto(demo.url);
  await expect(demo.face).toBeVisible();
  await page.clock.install();
  await drop(demo, ENDLESS, "endless.onnx");
  const said = page.getByRole("region", { name: "Your model" });
  await expect(said).toContainText("is being looked at");
  await expect
    .poll(async () => {
      await page.clock.fastForward(31_000);
      return said.textContent();
    })
    .toContain("took too long for one picture, and was ended");
  await expect(demo.face).toBeVisible();
});

test("what runs code when it is read is refused with the way out", async ({ demo, page }) => {
  await page.goto(demo.url);
  const said = page.getByRole("region", { name: "Your model" });
  const pickle = Buffer.from([0x80, 4]);
  const script = Buffer.from(zipSync({ "archive/code/a.py": pickle, "archive/data.pkl": pickle }));
  // A network of one node: the operator Warp of the domain mine.
  const custom = Buffer.from("\x3a\x0e\x0a\x0c\x22\x04Warp\x3a\x04mine", "latin1");
  for (const [name, sentence, bytes] of [
    ["network.pkl", "is a pickle, as those of StyleGAN are", pickle],
    ["model.pt", "is a checkpoint of torch", pickle],
    ["script.pt", "is TorchScript, which is code", script],
    ["program.pt2", "is an exported program of torch", pickle],
    ["model.keras", "is a Keras model", pickle],
    ["warp.onnx", "needs the operator Warp of the domain mine", custom],
  ] as const) {
    await drop(demo, bytes, name);
    await expect(said).toContainText(sentence);
  }
  await expect(demo.face).toBeVisible();
});
