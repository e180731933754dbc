import { t } from "../language/language";
import type { Point } from "../morpher/point";
import type { Owner } from "../points/document";
import { LinkError, modelOf, unpack } from "../points/link";
import { capital, sentence } from "./sentences";

/** What follows a link: the session of a page. */
export interface Follower {
  readonly owner: Owner | null;
  /** The last of the dimensions. */
  readonly last: number;
  notice: string;
  begin(point: Point): void;
  go(point: Point, notice: string): void;
  select(first: number, second: number): void;
  setReach(reach: number): void;
  startFrom(seed: number): Promise<void>;
  randomise(): Promise<void>;
  /** Goes on with another model of the site, where the digits of a link name one; whether they do. */
  elsewhere(digits: string, words: string, opening: boolean): boolean;
}

/**
 * Follows a link to the page: its words, behind "#" in an address.
 *
 * - `p=...`: a point, packed as `points/link.ts` has it;
 * - `seed=8`: the random face of a seed, where there is no point;
 * - `d=7,3`: the dimensions that the picture moves;
 * - `reach=2`: the coordinate at the picture's edges.
 *
 * `open=dimensions,share` unfolds sections; see `folds.ts`.
 *
 * @param opening Whether the visit begins with it; else it can be undone.
 */
export function follow(session: Follower, link: string, opening: boolean): void {
  const { owner } = session;
  if (!owner) return;
  const words = new URLSearchParams(link);
  const payload = words.get("p");
  if (payload !== null && isElsewhere(session, payload, link, opening)) return;
  if (payload !== null) go(session, payload, owner, opening);
  const dimensions = words.get("d");
  if (dimensions !== null) choose(session, dimensions, owner);
  const reach = words.get("reach");
  if (reach !== null) session.setReach(numberOf(reach));
  const seed = words.get("seed");
  if (seed !== null && payload === null) void session.startFrom(numberOf(seed));
}

/** A number of a link; NaN, which nothing allows, for a word. */
function numberOf(word: string): number {
  return /^\d{1,10}(\.\d+)?$/.test(word) ? Number(word) : NaN;
}

/** Whether a link is of another model of the site, which is followed there then. */
function isElsewhere(session: Follower, payload: string, link: string, opening: boolean): boolean {
  try {
    const digits = modelOf(payload);
    const here = session.owner?.decoder.startsWith(digits);
    return !here && session.elsewhere(digits, link, opening);
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return false; // what is wrong with it is said by whoever follows it here
  }
}

function go(session: Follower, payload: string, owner: Owner, opening: boolean): void {
  try {
    const point = unpack(payload, owner);
    if (opening) session.begin(point);
    else session.go(point, t("The face of this link."));
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    const said = `${capital(sentence(error))}. ${t("Here is a random face instead.")}`;
    session.notice = said;
    // It takes as long as it takes, and is to be read then.
    void session.randomise().then(() => {
      session.notice ||= said;
    });
  }
}

/** Selects what "#d=7" or "#d=7,3" names, as the explanation's chart does. */
function choose(session: Follower, words: string, owner: Owner): void {
  const ranks = words.split(",").map((word) => (/^\d{1,4}$/.test(word) ? Number(word) : NaN));
  const [first = NaN, second = first === 1 ? 0 : 1] = ranks;
  if (ranks.length > 2 || first === second || !(Math.max(first, second) < owner.dimensions)) {
    session.notice = t("This link names dimensions that do not exist; choose from 0 to {last}.", {
      last: session.last,
    });
    return;
  }
  session.select(first, second);
}
