import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));

/** The complete site that the tests visit. */
export const SITE = join(web, ".built");

/** Photographs of nobody, and what Python makes of them. */
export const PHOTOGRAPHS = join(web, ".photographs");

/** Writes the site as its users do. PYTHON names an interpreter that has the package. */
export default function prepare(): void {
  if (process.env["SITE_IS_BUILT"] && existsSync(SITE)) return;
  for (const folder of [SITE, PHOTOGRAPHS]) rmSync(folder, { recursive: true, force: true });
  const python = process.env["PYTHON"] ?? "python3";
  const program = "import sys; from morphing_faces.cli.app import main; sys.exit(main())";
  execFileSync(python, ["-c", program, "site", "--export", SITE], { stdio: "inherit" });
  execFileSync(python, [join(web, "tests", "photographs.py"), PHOTOGRAPHS], { stdio: "inherit" });
}
