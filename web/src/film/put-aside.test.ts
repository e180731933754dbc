import { expect, test } from "vitest";
import { pack, unpack } from "./put-aside";
import { Recording } from "./recording";

/** Two faces in a second and a quarter, and a third. */
function recorded(): Recording {
  const recording = new Recording(Float32Array.of(1, 2), 86_400);
  recording.look(Float32Array.of(3, -4), 86_400.5);
  recording.look(Float32Array.of(0.1, 1e-9), 86_401.25);
  recording.end(86_402);
  return recording;
}

test("a recording that was put aside makes the same film", () => {
  const recording = recorded();
  const track = unpack(pack(recording.track), 2);
  if (!track) throw new Error("the recording is not found again");
  const again = Recording.of(track);
  expect(again.seconds).toBeCloseTo(2, 9);
  for (const rate of [20, 30]) {
    expect(again.frames(rate)).toBe(recording.frames(rate));
    expect([...again.points(rate)]).toEqual([...recording.points(rate)]);
  }
});

test("bytes that are no recording are refused", () => {
  const bytes = pack(recorded().track);
  expect(unpack(bytes.slice(0, -4), 2)).toBeNull();
  expect(unpack(bytes, 3)).toBeNull();
  expect(unpack(new ArrayBuffer(8), 2)).toBeNull();
  new Float64Array(bytes)[2] = 7; // the second face comes after the end
  expect(unpack(bytes, 2)).toBeNull();
  const broken = pack(recorded().track);
  new Float32Array(broken)[8] = Number.NaN;
  expect(unpack(broken, 2)).toBeNull();
});
