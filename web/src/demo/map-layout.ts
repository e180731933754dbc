import type { Place } from "../morpher/plane";

/** A face and where it is seen, from -1 to 1. */
export interface Pin<Face> {
  readonly face: Face;
  readonly place: Place;
}

/** Which faces are shown whole, as a map of a country shows the names that there is room for. */
export interface Layout<Face> {
  readonly pins: readonly Pin<Face>[];
  /** Where the others are. */
  readonly dots: readonly Place[];
  /** The face at a place: the nearest, where its picture is. */
  nearest(place: Place): Face | null;
}

/** So many sizes lie between the middles of two pictures at least, so that what is below is seen. */
const APART = 2;

/**
 * Places the pictures of faces where there is room around them; the first ones first.
 *
 * @param size Of a picture, in the measure of places.
 */
export function arrange<Face>(
  faces: readonly Face[],
  places: readonly Place[],
  size: number,
): Layout<Face> {
  const pins: Pin<Face>[] = [];
  const dots: Place[] = [];
  faces.forEach((face, i) => {
    const place = places[i];
    if (!place || Math.max(Math.abs(place[0]), Math.abs(place[1])) > 1 - size / 2) return;
    const free = pins.every((other) => apart(other.place, place) >= size * APART);
    if (free) pins.push({ face, place });
    else dots.push(place);
  });
  return {
    pins,
    dots,
    nearest: (place) => {
      const near = pins.filter((each) => apart(each.place, place) <= size / 2);
      near.sort((a, b) => apart(a.place, place) - apart(b.place, place));
      return near[0]?.face ?? null;
    },
  };
}

const apart = ([a, b]: Place, [c, d]: Place) => Math.hypot(a - c, b - d);
