/*
 * As much of protobuf as leads through an ONNX file: which bytes belong to which field. What is no
 * protobuf ends early, and is told by whoever runs it.
 */

/** A field of a message: the bytes of what has a length, or a number. */
interface Field {
  readonly number: number;
  readonly content: Uint8Array | number;
}

/** The contents of a field that is a message, a text or bytes, each time that it occurs. */
export function* parts(message: Uint8Array, wanted: number): Generator<Uint8Array> {
  for (const { number, content } of fields(message)) {
    if (number === wanted && typeof content !== "number") yield content;
  }
}

/** The contents of fields in fields, such as [7, 5] for the tensors of the graph. */
export function* along(message: Uint8Array, path: readonly number[]): Generator<Uint8Array> {
  const [first, ...rest] = path;
  if (first === undefined) yield message;
  else for (const part of parts(message, first)) yield* along(part, rest);
}

/** The last value of a field that is a whole number; null where there is none. */
export function wholeNumber(message: Uint8Array, wanted: number): number | null {
  let found: number | null = null;
  for (const { number, content } of fields(message)) {
    if (number === wanted && typeof content === "number") found = content;
  }
  return found;
}

/** The last value of a field that is a text; empty where there is none. */
export function text(message: Uint8Array, wanted: number): string {
  let found: Uint8Array | null = null;
  for (const part of parts(message, wanted)) found = part;
  return found ? new TextDecoder().decode(found) : "";
}

function* fields(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; at < message.length; factor *= 128) {
      const byte = message[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < message.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    const kind = key % 8;
    if (kind === 0) yield { number, content: varint() };
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      if (!(at + length <= message.length)) return;
      yield { number, content: message.subarray(at, at + length) };
      at += length;
    } else return;
  }
}
