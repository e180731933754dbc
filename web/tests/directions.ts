import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Manifest } from "../src/model/manifest";
import { type Described, readDirections } from "../src/state/directions";

const manifestOf = (site: string) => join(site, "model", "model.json");
const readManifest = (site: string): Manifest => JSON.parse(readFileSync(manifestOf(site), "utf8"));

/** The directions of a site. */
export function directionsOf(site: string): Described[] {
  const { files, latent_size } = readManifest(site);
  const packed = readFileSync(join(site, "model", files.directions?.path ?? "none"));
  return readDirections(gunzipSync(packed).toString(), latent_size);
}

/** Gives a site whose model has no directions some made-up ones, as `site --export` writes them. */
export function addDirections(site: string): void {
  const manifest = readManifest(site);
  if (manifest.files.directions) return;
  const step = (...ranks: number[]) => {
    const numbers = new Float32Array(manifest.latent_size);
    ranks.forEach((rank, i) => {
      numbers[manifest.interesting[rank]?.index ?? 0] = i % 2 ? -0.6 : 0.8;
    });
    return Buffer.from(numbers.buffer).toString("base64");
  };
  const of = (name: string, kind: string, ranks: number[], more: object = {}) => ({
    name,
    kind,
    step: step(...ranks),
    mean: 0.1,
    score: kind === "unsupervised" ? null : { kind: "R2", value: 0.71, faces: 1234 },
    unit: null,
    ends: null,
    leakage: {},
    ...more,
  });
  const auc = (value: number) => ({ score: { kind: "AUC", value, faces: 812 } });
  const directions = [
    of("age", "label", [2, 5], {
      unit: { value: 14.3, of: "years" },
      ends: ["younger", "older"],
      leakage: { happy: -0.41, contrast: 0.34, yaw: 0.12 },
    }),
    of("happy", "label", [4], auc(0.93)),
    of("angry", "label", [9, 3], { ...auc(0.62), leakage: { happy: -0.9 } }),
    of("light-x", "measured", [1], { ends: ["from the left", "from the right"] }),
    of("brightness", "measured", [0], { ends: ["darker", "brighter"] }),
    of("contrast", "measured", [7, 8], { ends: ["softer", "harder"] }),
    of("yaw", "measured", [10], { ends: ["to the left", "to the right"] }),
    of("svd-1", "unsupervised", [11]),
    of("svd-2", "unsupervised", [12, 13]),
  ];
  const content = Buffer.from(JSON.stringify({ format: 1, directions }));
  const sha256 = createHash("sha256").update(content).digest("hex");
  const path = `directions.${sha256.slice(0, 8)}.json.gz`;
  const packed = gzipSync(content);
  writeFileSync(join(site, "model", path), packed);
  const record = { path, size: packed.length, unpacked: content.length, sha256 };
  const files = { ...manifest.files, directions: record };
  writeFileSync(manifestOf(site), JSON.stringify({ ...manifest, files }));
}
