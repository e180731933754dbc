import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { between } from "../src/morpher/interpolation";
import { describePoint, readPoint } from "../src/points/document";
import { Demo, dismiss, expect, manifest, opening, test } from "./visit";

const owner = () => {
  const { name, decoder, latent_size, interesting } = manifest();
  return { name, decoder, latentSize: latent_size, dimensions: interesting.length };
};

test("kept faces stay, can be gone to, renamed and deleted", async ({ demo, page }) => {
  await demo.open();
  await demo.slider(6).fill("1.75");
  const kept = await demo.print();
  await demo.button("Keep").click();
  await expect(demo.notice).toContainText("Face 1 is kept");
  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(6)).not.toBe(1.75);
  const other = await demo.print();
  await demo.button("Keep").click();

  const name = page.getByLabel("Name of the kept face Face 1");
  await name.fill("Ágnes");
  await name.press("Enter");
  await page.reload();
  await demo.ready();
  await expect(page.locator("li canvas[width='48']")).toHaveCount(2);
  await demo.slider(6).fill("-0.5");
  await demo.button("Go to Ágnes").click();
  expect(await demo.print()).toEqual(kept);
  await demo.button("Undo").click();
  expect(await demo.coordinate(6)).toBe(-0.5);
  await demo.button("Go to Face 2").click();
  expect(await demo.print()).toEqual(other);

  await demo.button("Delete Ágnes").click();
  await expect(demo.button("Go to Ágnes")).toBeHidden();
  await page.reload();
  await demo.ready();
  await expect(demo.button("Go to Face 2")).toBeVisible();
  await expect(demo.button("Go to Ágnes")).toBeHidden();
});

test("a kept face is saved as a file that Python reads, and that comes back", async ({
  demo,
  page,
}, info) => {
  await demo.open();
  await demo.slider(3).fill("-1.5");
  await demo.ready();
  await demo.button("Keep").click();
  const kept = await demo.print();
  const { name, content } = await demo.download("Save Face 1 as a file");
  expect(name).toBe("Face-1.json");
  const point = readPoint(content.toString(), owner());
  expect(JSON.parse(content.toString())["note"]).toContain("made by a model");

  const path = info.outputPath("point.json");
  writeFileSync(path, content);
  const program =
    "import sys; from pathlib import Path; from morphing_faces import load_model; " +
    "from morphing_faces.points.document import read_point_file; " +
    "point = read_point_file(Path(sys.argv[1]), load_model('faces48')); " +
    "print([float(value) for value in point.z], list(point.selected), point.reach)";
  const read = execFileSync(process.env["PYTHON"] ?? "python3", ["-c", program, path]).toString();
  const numbers = read.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number);
  expect(numbers).toEqual([...point.z, ...(point.selected ?? []), point.reach]);

  await demo.button("Random").click();
  await expect.poll(() => demo.coordinate(3)).not.toBe(-1.5);
  await demo.drop(content, "application/json");
  await expect(demo.notice).toContainText("The face of this file is back");
  expect(await demo.print()).toEqual(kept);
  await dismiss(page);
  await page.getByLabel("A saved picture, point, direction or names").setInputFiles(path);
  await expect(demo.notice).toContainText("The face of this file is back");
});

test("names of dimensions go to Python as a file, and Python's come back", async ({
  demo,
  page,
}, info) => {
  await demo.open();
  const [across, up] = opening();
  for (const [rank, name] of [
    [across, "Ágnes’ smile"],
    [up, "light"],
  ] as const) {
    await page.getByLabel(`Name of dimension ${rank}`).fill(name);
    await page.getByLabel(`Name of dimension ${rank}`).press("Enter");
  }
  const path = info.outputPath("names.json");
  writeFileSync(path, (await demo.download("Save names")).content);
  // Python takes the file over, and gives the second dimension another name.
  const program =
    "import sys; from pathlib import Path; from morphing_faces import load_model; " +
    "from morphing_faces.points.user_directions import UserDirections; " +
    "from morphing_faces.session.session import Session, quoted; " +
    "model = load_model('faces48'); own = UserDirections(model, Path(sys.argv[2])); " +
    "session = Session(model, user_directions=own); session.execute('load ' + quoted(sys.argv[1])); " +
    `session.execute('name ${up} shadow'); print(own.names_file)`;
  const words = ["-c", program, path, info.outputPath("home")];
  const file = execFileSync(process.env["PYTHON"] ?? "python3", words)
    .toString()
    .trim();
  const python = readFileSync(file);
  const [first, second] = opening().map((rank) => manifest().interesting[rank]?.index);
  expect(JSON.parse(python.toString()).names).toEqual({
    [first ?? ""]: "Ágnes’ smile",
    [second ?? ""]: "shadow",
  });

  await page.getByLabel(`Name of dimension ${across}`).fill("");
  await page.getByLabel(`Name of dimension ${across}`).press("Enter");
  await demo.drop(python, "application/json");
  await expect(demo.notice).toContainText("Names of dimensions taken over: 2");
  await expect(
    page.getByRole("slider", { name: `Dimension ${across} Ágnes’ smile` }),
  ).toBeVisible();
  await expect(page.getByRole("slider", { name: `Dimension ${up} shadow` })).toBeVisible();
  const { decoder } = manifest();
  const other = python.toString().replace(decoder, "0".repeat(64));
  await demo.drop(Buffer.from(other), "application/json");
  await expect(demo.notice).toContainText("These names belong to another model");
});

test("names that were kept by rank are carried over, once", async ({ demo, page }) => {
  const { decoder, interesting } = manifest();
  const key = `morphing-faces names ${decoder}`;
  await page.addInitScript((name) => {
    if (!localStorage.getItem(name)) localStorage.setItem(name, '{"3":"sunny"}');
  }, key);
  await demo.open();
  await expect(page.getByRole("slider", { name: "Dimension 3 sunny" })).toBeVisible();
  const kept = await page.evaluate((name) => localStorage.getItem(name), key);
  expect(JSON.parse(kept ?? "")).toMatchObject({
    format: "morphing-faces names 1",
    decoder,
    names: { [interesting[3]?.index ?? ""]: "sunny" },
  });
});

test("a point file that is damaged, or of another model, is refused in a sentence", async ({
  demo,
}) => {
  await demo.open();
  const before = await demo.print();
  const z = Float32Array.from(manifest().start.z);
  const text = describePoint({ z, selected: [0, 1], reach: 1 }, owner());
  for (const [content, sentence] of [
    [text.slice(0, 500), "This point is damaged"],
    [text.replaceAll(manifest().decoder, "0"), "belongs to the model"],
    [text.replace('"z":[', '"z":[],"y":['), "coordinates"],
    ['{"format": "other"}', "no point of Morphing Faces"],
  ] as const) {
    await demo.drop(Buffer.from(content), "application/json");
    await expect(demo.notice).toContainText(sentence);
  }
  expect(await demo.print()).toBe(before);
});

test("storage that is damaged does no harm", async ({ demo, page }) => {
  const { decoder } = manifest();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  for (const nonsense of ["{", '[{"name": 1}, null, 7]', '{"0": {"a": 1}, "99": "x"}']) {
    await page.addInitScript(
      ([hash, text]) => {
        for (const kind of ["faces", "names", "directions"]) {
          localStorage.setItem(`morphing-faces ${kind} ${hash}`, text);
        }
      },
      [decoder, nonsense] as const,
    );
    await demo.open();
    await expect(demo.button("Keep")).toBeEnabled();
    await expect(page.getByRole("heading", { name: "Kept faces" })).toBeHidden();
  }
  expect(wrong).toEqual([]);
  await demo.button("Keep").click();
  await expect(demo.button("Go to Face 1")).toBeVisible();
});

test("what one tab keeps, another one has", async ({ demo, page }) => {
  await demo.open();
  const other = new Demo(await page.context().newPage(), demo.url);
  await other.open();
  await other.button("Keep").click();
  await expect(demo.button("Go to Face 1")).toBeVisible();
  await demo.button("Keep").click();
  await expect(other.button("Go to Face 2")).toBeVisible();
});

test("where the browser keeps nothing, the page says so and goes on", async ({ demo, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await demo.open();
  await demo.button("Keep").click();
  await expect(demo.notice).toContainText("lets the page keep nothing");
  await expect(demo.button("Go to Face 1")).toBeVisible();
});

test("a slide leads from one face to another in three seconds, and is one change", async ({
  demo,
  page,
}) => {
  await demo.open();
  const first = await demo.print();
  await demo.button("Keep").click();
  await demo.slider(2).fill("2.5");
  const second = await demo.print();
  await demo.button("Keep").click();
  await page.getByLabel("From", { exact: true }).selectOption({ label: "Face 1" });
  await page.getByLabel("to", { exact: true }).selectOption({ label: "Face 2" });
  await demo.button("Undo").click();
  await expect(demo.button("Undo")).toBeDisabled();
  await demo.face.scrollIntoViewIfNeeded();
  await demo.face.evaluate(async (face) => {
    for (const button of document.querySelectorAll("button")) {
      if (button.textContent?.trim() === "Slide") button.click();
    }
    await new Promise(requestAnimationFrame);
    // The mouse leaves a slide alone.
    const { right, top } = face.getBoundingClientRect();
    const mouse = { bubbles: true, pointerType: "mouse", clientX: right - 9, clientY: top + 9 };
    face.dispatchEvent(new PointerEvent("pointermove", mouse));
  });
  await expect(page.getByText("sliding", { exact: true })).toBeVisible();
  await expect(demo.button("Slide")).toBeVisible();
  expect(await demo.coordinate(2)).toBe(2.5);
  expect(await demo.print()).toEqual(second);
  await demo.button("Undo").click();
  expect(await demo.print()).toEqual(first);
  await expect(demo.button("Undo")).toBeDisabled();
});

test("anything done to the face ends a slide", async ({ demo }) => {
  await demo.open();
  await demo.button("Keep").click();
  await demo.button("Random").click();
  await expect(demo.button("Undo")).toBeEnabled();
  await demo.button("Slide").click();
  await expect(demo.button("Stop")).toBeVisible();
  await demo.slider(8).fill("-2.75");
  await expect(demo.button("Slide")).toBeVisible();
  expect(await demo.coordinate(8)).toBe(-2.75);
});

test("where less motion is asked for, a slider chooses the share of the way", async ({
  demo,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await demo.open();
  const { index } = manifest().interesting[2] ?? { index: 0 };
  const start = Float32Array.from(manifest().start.z);
  const end = start.slice();
  end[index] = 2.5;
  await demo.button("Keep").click();
  await demo.slider(2).fill("2.5");
  await demo.ready();
  await demo.button("Keep").click();
  await page.getByLabel("From", { exact: true }).selectOption({ label: "Face 1" });
  await page.getByLabel("to", { exact: true }).selectOption({ label: "Face 2" });
  await demo.button("Undo").click();
  await expect(demo.button("Slide")).toBeHidden();
  const share = page.getByRole("slider", { name: "share of the way" });
  for (const value of [0.25, 0.5]) {
    await share.fill(String(value));
    const wanted = between(start, end, value)[index] ?? NaN;
    await expect.poll(() => demo.coordinate(2)).toBeCloseTo(wanted, 2);
  }
  await demo.button("Undo").click();
  await expect.poll(() => demo.coordinate(2)).toBeCloseTo(start[index] ?? NaN, 2);
  await expect(demo.button("Undo")).toBeDisabled();
});
