import { certain, eyesOf, type Face, hinted, joined, SURE } from "./face";
import { mirrored, type Pixels } from "./pixels";
import { distance, type Eyes, inverse, moved, type Position, similarity } from "./similarity";
import { type Fitted, intoCells, intoSquare } from "./square";
import { warp } from "./warp";

/** Sees faces in red, green and blue, and hints of them; by falling score. */
export type Detect = (colours: Pixels) => Promise<Face[]>;

const FIRST = 256;
const LARGER = [640, 1280];
/** From which longer side of a photograph on, so wide a glance for small faces beside a large one. */
const GLANCES = [
  [1000, 384],
  [400, 288],
] as const;
const UPRIGHT = 5;
const PASSES = 4;
const MIRRORED = [1, 0, 2, 4, 3];

/** A way of showing a face to the network; angles in degrees, the rest in pixels. */
interface Look {
  readonly side: number;
  readonly eyes: number;
  readonly shift: Position;
  readonly angle: number;
  readonly mirrored: boolean;
}

const look = (
  side: number,
  eyes: number,
  shift: Position,
  angle: number,
  mirrored: boolean,
): Look => ({
  side,
  eyes,
  shift,
  angle,
  mirrored,
});

const CLOSER = [
  look(128, 32, [-5, 2], 0, false),
  look(128, 32, [5, -6], -4, true),
  look(128, 30, [-1, 6], 4, false),
  look(128, 34, [2, -1], 0, true),
  look(256, 64, [-7, 3], 2, false),
  look(256, 64, [6, -4], -2, true),
];

/**
 * Finds every face of a photograph, by falling score: `find_all` in `faces/find/finder.py` of the
 * Python package. It is looked at again, larger, as long as something in it is seen but not for
 * certain; a glance tells whether there is anything small beside a face that is sure.
 */
export async function find(photograph: Pixels, detect: Detect): Promise<Face[]> {
  const look = async ({ fitted, left, top, across, down }: Fitted): Promise<Face[]> =>
    (await detected(fitted, detect)).map(({ landmarks, score }) => ({
      landmarks: landmarks.map(([x, y]): Position => [(x - left) * across, (y - top) * down]),
      score,
    }));
  let seen = await look(intoSquare(photograph, FIRST));
  let found = certain(seen);
  const sure = (found[0]?.score ?? 0) >= SURE;
  if (sure && !hinted(seen, found)) {
    const longer = Math.max(photograph.width, photograph.height);
    const wide = GLANCES.find(([least]) => longer >= least)?.[1];
    seen = wide === undefined ? [] : await look(intoCells(photograph, wide));
  }
  for (const side of LARGER) {
    if (!hinted(seen, found) && (sure || side !== LARGER[0])) break;
    seen = await look(intoSquare(photograph, side));
    found = joined(found, certain(seen));
  }
  return found.sort((one, other) => other.score - one.score);
}

/**
 * Places the landmarks of a face more exactly: the means of several looks at it, turned until it
 * stands upright. The face itself, with score 0, where none of them finds it.
 */
export async function lookCloser(photograph: Pixels, face: Face, detect: Detect): Promise<Face> {
  let now = face;
  for (let pass = 0; pass < PASSES; pass++) {
    const before = now;
    now = await averaged(photograph, before, detect);
    const tilt = Math.max(Math.abs(tiltOf(before)), Math.abs(tiltOf(now)));
    if (tilt < UPRIGHT || !now.score) break;
  }
  return now;
}

async function averaged(photograph: Pixels, face: Face, detect: Detect): Promise<Face> {
  const found: Face[] = [];
  for (const each of CLOSER) {
    const seen = await seeAgain(photograph, face, each, detect);
    if (seen) found.push(seen);
  }
  if (!found.length) return { ...face, score: 0 };
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / found.length;
  return {
    landmarks: face.landmarks.map((_, i): Position => {
      const places = found.map(({ landmarks }) => landmarks[i] as Position);
      return [mean(places.map(([x]) => x)), mean(places.map(([, y]) => y))];
    }),
    score: found.reduce((sum, { score }) => sum + score, 0) / CLOSER.length,
  };
}

/** Finds a face again in a square made for it. */
async function seeAgain(photograph: Pixels, face: Face, shown: Look, detect: Detect) {
  const angle = (shown.angle * Math.PI) / 180;
  const [dx, dy] = [(Math.cos(angle) * shown.eyes) / 2, (Math.sin(angle) * shown.eyes) / 2];
  const x = shown.side / 2 + shown.shift[0];
  const y = (shown.side - shown.eyes) / 2 + shown.shift[1];
  const expected: Eyes = [
    [x - dx, y - dy],
    [x + dx, y + dy],
  ];
  const transform = similarity(eyesOf(face), expected);
  const square = warp(photograph, transform, shown.side, { draft: true, channels: 3 });
  const seen = shown.mirrored
    ? (await detected(mirrored(square), detect)).map((other) => unmirrored(other, shown.side))
    : await detected(square, detect);
  const [best] = certain(seen).filter((other) => {
    const off = eyesOf(other).flatMap(([ex, ey], i) => {
      const [wx, wy] = expected[i as 0 | 1];
      return [Math.abs(ex - wx), Math.abs(ey - wy)];
    });
    return Math.max(...off) < shown.eyes / 2;
  });
  if (!best) return null;
  const back = inverse(transform);
  return { landmarks: best.landmarks.map((place) => moved(back, place)), score: best.score };
}

/** Eyes in one place make no transform, and no face. */
async function detected(square: Pixels, detect: Detect): Promise<Face[]> {
  return (await detect(square)).filter((face) => distance(eyesOf(face)) >= 1);
}

/** The same face in the mirrored picture, in which left is right. */
function unmirrored({ landmarks, score }: Face, width: number): Face {
  return {
    landmarks: MIRRORED.map((i): Position => {
      const [x, y] = landmarks[i] as Position;
      return [width - x, y];
    }),
    score,
  };
}

/** The angle by which a head is tilted, in degrees clockwise. */
function tiltOf(face: Face): number {
  const [left, right] = eyesOf(face);
  return (Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI;
}
