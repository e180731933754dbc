import { named, t } from "../language/language";
import type { Picture } from "../model/enlarge";
import type { Manifest } from "../model/manifest";
import { type Direction, reading } from "../morpher/direction";
import {
  coordinate,
  type Ellipse,
  ellipseOf,
  type Place,
  type Plane,
  placeOf,
  pointAt,
  shared,
  spans,
} from "../morpher/plane";
import { principalAxes } from "../morpher/principal";
import { normals, seeded } from "../morpher/random";
import { endsOf } from "../points/ends";
import { readMapFaces } from "../points/map-faces";
import { OWN_STEPS, STEPS } from "./axes";
import type { Directions } from "./directions.svelte";
import type { Photos } from "./photos.svelte";
import { sentence } from "./sentences";
import type { Session } from "./session.svelte";

/** Random faces on the map; the same ones at every visit. */
const FACES = 100;
const SEED = 2014;
/** Faces a side of the grid below; a power of 3, as it is filled from its middle third to the whole. */
export const GRID = 9;
const QUIET_MS = 200;
/** Between the edge and what lies beyond the sliders' ends, in steps. */
const MARGIN = 0.5;
/** Samples of a posterior whose marks stay. */
const MARKS = 24;

/** One of the map's two axes, from -span to span. */
export interface MapAxis {
  readonly direction: Direction;
  readonly span: number;
  /** Words for what lies towards - and +. */
  readonly ends: readonly [string, string];
}

/** A face on the map. */
export interface Pinned {
  readonly z: Float32Array;
  readonly picture: Picture;
}

/** What an axis may be, and what the visitor calls it. */
export interface Choice {
  /** "7" for a dimension; the name of a direction. */
  readonly value: string;
  readonly label: string;
}

/**
 * A map: a plane through the face on show, faces of the model's prior as they are seen on it, a grid
 * of decoded faces below, and what the encoder takes the visitor's photograph for.
 */
export class FaceMap {
  faces = $state.raw<readonly Pinned[]>([]);
  /** Faces of the grid by column and row from the bottom left, "4 4" in the middle. */
  tiles = $state.raw<ReadonlyMap<string, Picture>>(new Map());
  /** Why faces are missing. */
  failure = $state("");
  /** Directions in place of the dimensions that the picture moves; null for those. */
  private instead = $state.raw<readonly [string | null, string | null]>([null, null]);
  private principal = $state.raw<readonly Direction[]>([]);
  private drawn = $state.raw<{
    readonly of: unknown;
    readonly points: readonly Float32Array[];
  } | null>(null);
  private readonly random = seeded(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  private begun = false;
  private round = 0;
  private made: { z: Float32Array; plane: Plane; spans: Place } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    private readonly directions: Directions,
    private readonly photos: Photos,
  ) {}

  private readonly named = $derived.by(() => [this.axis(0), this.axis(1)] as const);
  private readonly farAcross = $derived.by(() => this.far(this.named[0]));
  private readonly farUp = $derived.by(() => this.far(this.named[1]));

  /** As long as the sliders, and longer where the face or the photograph lies beyond. */
  readonly axes = $derived.by((): readonly [MapAxis, MapAxis] => [
    { ...this.named[0], span: this.farAcross },
    { ...this.named[1], span: this.farUp },
  ]);
  readonly plane = $derived.by(
    (): Plane => ({ across: this.axes[0].direction, up: this.axes[1].direction }),
  );

  /** What the axes may be: dimensions, then directions, then principal axes of the prior. */
  readonly choices = $derived.by(() => {
    const choice = (each: Direction): Choice => ({ value: each.name, label: named(each.name) });
    return {
      dimensions: this.session.values.map((_, rank): Choice => {
        const word = this.session.nameOf(rank);
        return { value: String(rank), label: word ? `${rank} ${word}` : String(rank) };
      }),
      directions: [...this.directions.named, ...this.directions.own].map(choice),
      principal: [...this.principal, ...this.directions.unnamed].map(choice),
    };
  });

  /** What an axis is. */
  chosen(which: 0 | 1): string {
    return this.instead[which] ?? String(this.session.selected[which]);
  }

  /** Chooses an axis; choosing what the other one has swaps the two. */
  choose(which: 0 | 1, value: string): void {
    const { instead, session } = this;
    const other = this.chosen(which ? 0 : 1);
    if (value === other) {
      this.instead = [instead[1], instead[0]];
      session.select(session.selected[1], session.selected[0]);
      return;
    }
    const direction = this.find(value);
    const across = this.axes[which ? 0 : 1].direction;
    if (direction && !spans(direction, across)) {
      session.notice = t("{one} and {other} are the same direction: choose two that differ.", {
        one: named(value),
        other: named(across.name),
      });
      return;
    }
    this.instead = which ? [instead[0], direction && value] : [direction && value, instead[1]];
    if (direction) return;
    const rank = Number(value);
    const [first, second] = session.selected;
    // The dimension of an axis that a direction has taken is moved out of the way.
    const free = (taken: number) => (rank === taken ? (which ? second : first) : taken);
    if (which) session.select(free(first), rank);
    else session.select(rank, free(second));
  }

  /** Where a point is seen, from -1 to 1 where it is on the map. */
  placed(z: Float32Array): Place {
    const [x, y] = placeOf(this.plane, z);
    return [x / this.axes[0].span, y / this.axes[1].span];
  }

  /** The point of a place, in the plane through the face on show. */
  at([x, y]: Place): Float32Array | null {
    const { point } = this.session;
    const [across, up] = this.axes;
    return point && pointAt(this.plane, point, [x * across.span, y * up.span]);
  }

  /** The photograph that the face on show was made of. */
  readonly photograph = $derived.by(() => this.photos.taken);

  /** q(z|x) of the photograph: its mean's place, and its standard deviation, in the map's measure. */
  readonly posterior = $derived.by((): { mean: Place; ellipse: Ellipse } | null => {
    if (!this.photograph) return null;
    const { z, std } = this.photograph.portrait;
    const [across, up] = this.axes;
    const scaled = (direction: Direction, span: number): Direction => ({
      ...direction,
      step: direction.step.map((value) => value * span),
    });
    const plane = {
      across: scaled(across.direction, across.span),
      up: scaled(up.direction, up.span),
    };
    return { mean: this.placed(z), ellipse: ellipseOf(plane, std) };
  });

  /** Samples of that posterior, the newest last. */
  readonly samples = $derived.by(() =>
    this.drawn && this.drawn.of === this.photograph?.portrait ? this.drawn.points : [],
  );

  /** Goes to a sample of q(z|x): mean + std * noise. */
  resample(): void {
    const { photograph } = this;
    if (!photograph) return;
    const { z: mean, std } = photograph.portrait;
    const noise = normals(this.random, mean.length);
    const z = mean.map((value, i) => value + (std[i] ?? 0) * (noise[i] ?? 0));
    this.drawn = { of: photograph.portrait, points: [...this.samples, z].slice(-MARKS) };
    this.session.goTo(z, photograph);
    this.session.say(t("A sample of what your photograph may be."));
  }

  /** Goes to a place; what the point was made of stays, as it does for a slider. */
  go(place: Place): void {
    const z = this.at(place);
    if (z) this.session.goTo(z, this.session.origin, "map");
  }

  /** Makes what is missing, while somebody sees the map. */
  follow(): void {
    const { point: z } = this.session;
    const { plane, axes } = this;
    if (!z) return;
    if (!this.begun) void this.populate();
    const measure = [axes[0].span, axes[1].span] as const;
    const { made } = this;
    const same =
      made?.plane.across === plane.across &&
      made.plane.up === plane.up &&
      made.spans.every((each, i) => each === measure[i]) &&
      shared(plane, made.z, z);
    if (same) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.made = { z, plane, spans: measure };
      void this.fill();
    }, QUIET_MS);
  }

  /** Draws faces from the prior, and decodes them one after the other. */
  private async populate(): Promise<void> {
    const { session } = this;
    if (!session.manifest || this.begun) return;
    this.begun = true;
    this.failure = "";
    try {
      const points = await this.points(session.manifest);
      // Without a density that was fitted there are no axes along which random faces differ most.
      if (session.manifest.files.prior || this.owned) this.principal = principalAxes(points, 2);
      for (const z of points) {
        const picture = await session.picture(z);
        this.faces = [...this.faces, { z, picture }];
      }
    } catch (error) {
      this.begun = false;
      this.faces = [];
      this.failure = sentence(error);
    }
  }

  /** Whether it shows faces of the model's owner, in place of random ones. */
  get owned(): boolean {
    return this.session.manifest?.files.map !== undefined;
  }

  /** Where the faces on the map lie. */
  private async points(manifest: Manifest): Promise<Float32Array[]> {
    const { parts } = this.session;
    if (this.owned) return readMapFaces(await parts.read("map", manifest), manifest.latent_size);
    const random = seeded(SEED);
    const points: Float32Array[] = [];
    while (points.length < FACES) points.push(await parts.draw(random, manifest));
    return points;
  }

  /** Decodes the grid: nine faces, then those between. */
  private async fill(): Promise<void> {
    const round = ++this.round;
    this.tiles = new Map();
    for (const [column, row] of order()) {
      const place: Place = [(2 * column + 1) / GRID - 1, (2 * row + 1) / GRID - 1];
      const z = this.at(place);
      if (!z) return;
      const picture = await this.session.picture(z).catch(() => null);
      if (round !== this.round) return;
      if (picture) this.tiles = new Map(this.tiles).set(`${column} ${row}`, picture);
    }
  }

  /** How far an axis has to go, to a whole step. */
  private far({ direction, span }: MapAxis): number {
    const points = [this.session.point, this.photograph?.portrait.z];
    const away = points.map((z) => (z ? Math.abs(reading(direction, z)) : 0));
    return away.every((each) => each <= span) ? span : Math.ceil(Math.max(...away) + MARGIN);
  }

  private find(value: string): Direction | null {
    const { model, own } = this.directions;
    return [...model, ...own, ...this.principal].find(({ name }) => name === value) ?? null;
  }

  private axis(which: 0 | 1): MapAxis {
    const name = this.instead[which];
    const direction = name === null ? null : this.find(name);
    if (direction) {
      const ends = this.directions.model.find((each) => each === direction)?.ends;
      const own = this.directions.own.includes(direction);
      return {
        direction,
        span: own ? OWN_STEPS : STEPS,
        ends: endsOf(direction.name, ends ?? null),
      };
    }
    const { session } = this;
    const rank = session.selected[which];
    const index = session.manifest?.interesting[rank]?.index ?? 0;
    const word = session.nameOf(rank) || t("dimension {rank}", { rank });
    return {
      direction: coordinate(word, index, session.manifest?.latent_size ?? 1),
      span: session.span,
      ends: this.directions.endsAlong(rank) ?? [t("less {name}", { name: word }), word],
    };
  }
}

/** Columns and rows of the grid: the middles of its nine thirds, then the rest from the centre. */
function order(): [number, number][] {
  const all = Array.from({ length: GRID * GRID }, (_, i): [number, number] => [
    i % GRID,
    Math.floor(i / GRID),
  ]);
  const middle = (GRID - 1) / 2;
  const away = ([column, row]: [number, number]) => Math.hypot(column - middle, row - middle);
  const coarse = (place: [number, number]) => Number(!isCoarse(...place));
  return all.sort((a, b) => coarse(a) - coarse(b) || away(a) - away(b));
}

/** Whether a face of the grid comes first, and stands for its neighbours until they come. */
export const isCoarse = (column: number, row: number) => column % 3 === 1 && row % 3 === 1;
