/*
 * Draw faces of Open Peeps (Pablo Stanley, CC0; as DiceBear draws them) with every attribute written down:
 *
 *     npm install @dicebear/core@9 @dicebear/open-peeps@9 @resvg/resvg-js@2
 *     node peeps.mjs 12000 DRAWINGS
 *
 * DRAWINGS/faces gets PNG files of 192 pixels, DRAWINGS/attributes.csv a line for each: 0 or 1 for what is
 * there or not, numbers between -1 and 1 for what has degrees.
 */
import { createAvatar } from "@dicebear/core";
import * as peeps from "@dicebear/open-peeps";
import { Resvg } from "@resvg/resvg-js";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [count, out] = [Number(process.argv[2]), process.argv[3]];
const SIDE = 192;
const HEADS = {
  "short-hair": ["grayShort", "short4"],
  "medium-hair": ["grayMedium"],
  "long-hair": ["bangs"],
  bun: ["grayBun"],
  bald: ["noHair1"],
};
const FACES = {
  happy: ["smile", "smileBig"],
  calm: ["calm"],
  surprised: ["explaining"],
  sad: ["solemn", "tired"],
  angry: ["veryAngry"],
};
const GLASSES = ["glasses2", "glasses3"];
const BEARDS = ["full"];
const MOUSTACHES = ["moustache1"];
const SKINS = ["ffdbb4", "edb98a", "d08b5b", "ae5d29", "694d3d"];
const HAIRS = ["2c1b18", "5b3423", "a55728", "d6a860", "ecdcbf"];

/** Marsaglia's xorshift: the same faces on every machine. */
let state = 20261127;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}
const choose = (list) => list[Math.floor(random() * list.length)];
const channels = (hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
const hex = (rgb) => rgb.map((level) => Math.round(level).toString(16).padStart(2, "0")).join("");

/** The colour at `place`, 0 to 1, of a row of colours, between two of them a mixture. */
function between(row, place) {
  const at = place * (row.length - 1);
  const low = Math.min(Math.floor(at), row.length - 2);
  const [a, b] = [channels(row[low]), channels(row[low + 1])];
  return hex(a.map((level, i) => level + (b[i] - level) * (at - low)));
}

/** A colour of the circle of hues, softened: clothes. */
function hue(turn) {
  return hex([0, 1, 2].map((i) => 165 + 70 * Math.cos(2 * Math.PI * (turn - i / 3))));
}

const degree = (place) => (2 * place - 1).toFixed(4);
const yes = (is) => (is ? 1 : 0);
mkdirSync(join(out, "faces"), { recursive: true });
const columns = ["tilt", "size", "blond-hair", "glasses", "beard", "moustache", "facing-left"];
const rows = [["name", ...columns, ...Object.keys(HEADS), ...Object.keys(FACES)].join(",")];
for (let i = 0; i < count; i++) {
  const [kind, mood] = [choose(Object.keys(HEADS)), choose(Object.keys(FACES))];
  const [tilt, size, skin, hair, left] = [random(), random(), random(), random(), random() < 0.5];
  const [glasses, hairy] = [random() < 0.3, random()];
  const [beard, moustache] = [hairy < 0.2, hairy >= 0.2 && hairy < 0.35];
  const svg = createAvatar(peeps, {
    seed: String(i),
    head: [choose(HEADS[kind])],
    face: [choose(FACES[mood])],
    accessories: [choose(GLASSES)],
    accessoriesProbability: glasses ? 100 : 0,
    facialHair: [choose(beard ? BEARDS : MOUSTACHES)],
    facialHairProbability: beard || moustache ? 100 : 0,
    maskProbability: 0,
    skinColor: [between(SKINS, skin)],
    headContrastColor: [between(HAIRS, hair)],
    clothingColor: [hue(random())],
    backgroundColor: [hex([236, 234, 228])],
    flip: left,
    rotate: Math.round(20 * (tilt - 0.5) + 360) % 360,
    scale: Math.round(122 + 16 * (size - 0.5)),
    translateY: 2,
  }).toString();
  const name = `${String(i).padStart(6, "0")}.png`;
  const png = new Resvg(svg, { fitTo: { mode: "width", value: SIDE } }).render().asPng();
  writeFileSync(join(out, "faces", name), png);
  const degrees = [tilt, size, hair].map(degree);
  const marks = [glasses, beard, moustache, left, ...Object.keys(HEADS).map((each) => each === kind)];
  const moods = Object.keys(FACES).map((each) => yes(each === mood));
  rows.push([name, ...degrees, ...marks.map(yes), ...moods].join(","));
}
writeFileSync(join(out, "attributes.csv"), `${rows.join("\n")}\n`);
