import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(dirname(fileURLToPath(import.meta.url)));

/** The complete site that the tests visit. */
export const SITE = join(web, ".built");

/** Writes the site as its users do. PYTHON names an interpreter that has the package. */
export default function prepare(): void {
  if (process.env["SITE_IS_BUILT"] && existsSync(SITE)) return;
  rmSync(SITE, { recursive: true, force: true });
  const python = process.env["PYTHON"] ?? "python3";
  const program = "import sys; from morphing_faces.cli import main; sys.exit(main())";
  execFileSync(python, ["-c", program, "site", "--export", SITE], { stdio: "inherit" });
}
