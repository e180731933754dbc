import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));

/** The complete site that the tests visit: of the smaller model, which is quicker to decode. */
export const SITE = join(web, ".built");

/** The site as it is published: of the model that is opened where nobody names one. */
export const HEADS = join(web, ".heads");

/** The site of a model whose faces are in colours, and higher than wide. */
export const TALL = join(web, ".tall");

/** The same model as a page in one file, and within a notebook that was saved. */
export const ONE_FILE = join(web, ".one-file", "faces.html");
export const SAVED = join(web, ".one-file", "notebook.html");

/** The site of two models: a grey one, and one in colours. */
export const PAIR = join(web, ".pair");

/** The site of a model whose owner shows faces on its map. */
export const MAPPED = join(web, ".mapped");
export const SHOWN = 7;
/** The site of two models of as many latent dimensions, such as before and after training. */
export const TWINS = join(web, ".twins");

/** What `push --space` has sent to a Hub: a static Space that plays a model. */
export const SPACE = join(web, ".space");

/** The model folders of these sites, as they were made. */
export const FOLDERS = {
  grey: join(web, ".grey-model"),
  hue: join(web, ".hue-model"),
  later: join(web, ".later-model"),
};

/** Photographs of nobody, and what Python makes of them. */
export const PHOTOGRAPHS = join(web, ".photographs");

/** Writes the site as its users do. PYTHON names an interpreter that has the package. */
export default function prepare(): void {
  if (process.env["SITE_IS_BUILT"] && existsSync(SPACE)) return;
  const models = {
    tall: join(web, ".tall-model"),
    faces: join(web, ".shown-faces"),
    published: join(web, ".space-model"),
    ...FOLDERS,
  };
  for (const folder of [
    SITE,
    HEADS,
    TALL,
    PAIR,
    MAPPED,
    TWINS,
    SPACE,
    PHOTOGRAPHS,
    dirname(ONE_FILE),
    ...Object.values(models),
  ]) {
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(dirname(ONE_FILE));
  const python = process.env["PYTHON"] ?? "python3";
  const run = (...words: string[]) =>
    execFileSync(python, words, { stdio: "inherit", cwd: dirname(web) });
  const program = "import sys; from morphing_faces.cli.app import main; sys.exit(main())";
  run("-c", program, "site", "--export", SITE, "--model", "faces48");
  run("-c", program, "site", "--export", HEADS);
  run("-m", "web.tests.photographs", PHOTOGRAPHS);
  const made = (folder: string, said: string) =>
    run(
      "-c",
      "import sys; from pathlib import Path; from tests.tiny import tiny_model; " +
        `tiny_model(Path(sys.argv[1]), ${said})`,
      folder,
    );
  made(models.tall, "name='tall', shape=(36, 24, 3)");
  made(models.grey, "name='grey'");
  made(models.hue, "name='hue', latent=12, seed=1, shape=(30, 30, 3)");
  made(models.later, "name='later', seed=2");
  run("-c", program, "site", "--export", TALL, "--model", models.tall);
  run("-c", program, "site", "--export", PAIR, "--model", models.grey, "--model", models.hue);
  run(
    "-c",
    "import sys; from pathlib import Path; from tests.tiny import tiny_faces; " +
      `tiny_faces(Path(sys.argv[1]), count=${SHOWN}, size=48)`,
    models.faces,
  );
  const shown = ["--model", models.grey, "--map", models.faces];
  run("-c", program, "site", "--export", MAPPED, ...shown);
  run("-c", program, "site", "--export", TWINS, "--model", models.grey, "--model", models.later);
  run("-c", program, "site", "--export", ONE_FILE, "--model", models.tall);
  run("-m", "web.tests.saved_notebook", models.tall, SAVED);
  run("-m", "web.tests.space", SPACE);
}
