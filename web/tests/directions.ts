import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Manifest } from "../src/model/manifest";
import { type Described, readDirections } from "../src/points/directions";

/** The directions of a site. */
export function directionsOf(site: string): Described[] {
  const manifest = readFileSync(join(site, "model", "model.json"), "utf8");
  const { files, latent_size } = JSON.parse(manifest) as Manifest;
  const packed = readFileSync(join(site, "model", files.directions?.path ?? "none"));
  return readDirections(gunzipSync(packed).toString(), latent_size);
}
