/** Maps numbers from one interval to another, as the axes of a picture do. */
export function scale(from: readonly [number, number], to: readonly [number, number]) {
  return (value: number) => to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0]);
}

/** The outline of a function as an SVG path. */
export function curve(
  f: (x: number) => number,
  range: readonly [number, number],
  x: (value: number) => number,
  y: (value: number) => number,
  steps = 160,
): string {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const at = range[0] + (i / steps) * (range[1] - range[0]);
    return `${i ? "L" : "M"}${x(at).toFixed(1)} ${y(f(at)).toFixed(1)}`;
  }).join("");
}
