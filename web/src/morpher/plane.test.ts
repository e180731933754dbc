import { describe, expect, it } from "vitest";
import type { Direction } from "./direction";
import { coordinate, ellipseOf, type Plane, placeOf, pointAt, shared, spans } from "./plane";
import { principalAxes } from "./principal";
import { normals, seeded } from "./random";

const random = seeded(3);
const direction = (name: string, mean: number) => ({ name, step: normals(random, 6), mean });
const oblique: Plane = { across: direction("u", 0.3), up: direction("v", -1.2) };

describe("a plane through a latent point", () => {
  it("shows each point where its place says", () => {
    const z = normals(random, 6);
    const [x, y] = placeOf(oblique, pointAt(oblique, z, [0.7, -2]));
    expect(x).toBeCloseTo(0.7, 5);
    expect(y).toBeCloseTo(-2, 5);
    expect([...pointAt(oblique, z, placeOf(oblique, z))].map((v, i) => v - (z[i] ?? 0))).toSatisfy(
      (rest: number[]) => rest.every((value) => Math.abs(value) < 1e-6),
    );
  });

  it("changes two coordinates and no other, where it is one of coordinates", () => {
    const plane = { across: coordinate("4", 4, 6), up: coordinate("1", 1, 6) };
    const z = normals(random, 6);
    const moved = pointAt(plane, z, [0.5, -0.25]);
    expect([moved[4], moved[1]]).toEqual([0.5, -0.25]);
    expect([moved[0], moved[2], moved[3], moved[5]]).toEqual([z[0], z[2], z[3], z[5]]);
  });

  it("is the same plane for the points in it alone", () => {
    const z = normals(random, 6);
    expect(shared(oblique, z, pointAt(oblique, z, [2, 1]))).toBe(true);
    expect(shared(oblique, z, normals(random, 6))).toBe(false);
  });

  it("is not spanned by parallel directions", () => {
    const { across, up } = oblique;
    expect(spans(across, up)).toBe(true);
    expect(spans(across, { ...across, step: across.step.map((value) => -2 * value) })).toBe(false);
  });
});

describe("a posterior on a plane", () => {
  it("has the standard deviations of its two coordinates, where the plane is one of coordinates", () => {
    const plane = { across: coordinate("0", 0, 3), up: coordinate("2", 2, 3) };
    const { radii, angle } = ellipseOf(plane, Float32Array.of(0.1, 9, 0.4));
    expect(radii[0]).toBeCloseTo(0.4, 6);
    expect(radii[1]).toBeCloseTo(0.1, 6);
    expect(Math.abs(angle)).toBeCloseTo(Math.PI / 2, 6);
  });

  it("has the spread of its samples' places", () => {
    const std = normals(random, 6).map(Math.abs);
    const { radii, angle } = ellipseOf(oblique, std);
    const places = Array.from({ length: 4000 }, () =>
      placeOf(
        oblique,
        std.map((each) => each * random.normal()),
      ),
    );
    const [hereX, hereY] = placeOf(oblique, new Float32Array(6));
    const along = (towards: number) =>
      Math.sqrt(
        places.reduce(
          (sum, [x, y]) =>
            sum + ((x - hereX) * Math.cos(towards) + (y - hereY) * Math.sin(towards)) ** 2,
          0,
        ) / places.length,
      );
    expect(along(angle) / radii[0]).toBeCloseTo(1, 1);
    expect(along(angle + Math.PI / 2) / radii[1]).toBeCloseTo(1, 1);
  });
});

describe("principal axes", () => {
  it("are those that the points were spread along, largest first", () => {
    const spread = [0.2, 3, 0.1, 1.5];
    const points = Array.from({ length: 1500 }, () =>
      Float32Array.from(spread, (each, i) => i + each * random.normal()),
    );
    const [first, second] = principalAxes(points, 2) as [Direction, Direction];
    expect(Math.abs(first.step[1] ?? 0)).toBeCloseTo(3, 0);
    expect(Math.abs(second.step[3] ?? 0)).toBeCloseTo(1.5, 0);
    const readings = points.map((point) => placeOf({ across: first, up: second }, point));
    for (const which of [0, 1] as const) {
      const mean = readings.reduce((sum, place) => sum + place[which], 0) / readings.length;
      const square = readings.reduce((sum, place) => sum + place[which] ** 2, 0) / readings.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(square).toBeCloseTo(1, 3);
    }
  });
});
