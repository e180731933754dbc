/** Which of two groups a kept face is in. */
export type Mark = "A" | "B";

/** The groups after a mark was pressed: it is set, or taken away where it was. */
export function marked(
  marks: ReadonlyMap<number, Mark>,
  id: number,
  mark: Mark,
): ReadonlyMap<number, Mark> {
  const others = new Map(marks);
  if (marks.get(id) === mark) others.delete(id);
  else others.set(id, mark);
  return others;
}
