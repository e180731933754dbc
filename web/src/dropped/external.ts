/*
 * Whether an ONNX file has its weights in another file. As much of protobuf is read as leads to the
 * network's tensors: ModelProto.graph (7) -> GraphProto.initializer (5) -> TensorProto.external_data
 * (13) and data_location (14).
 */

interface Field {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Whether tensors of the network lie in a file beside it. */
export function hasExternalData(bytes: Uint8Array): boolean {
  for (const graph of fields(bytes, 0, bytes.length, 7)) {
    for (const tensor of fields(bytes, graph.start, graph.end, 5)) {
      for (const _ of fields(bytes, tensor.start, tensor.end, 13)) return true;
    }
  }
  return false;
}

/** The fields of a number that have bytes in them; ends where it is no protobuf. */
function* fields(bytes: Uint8Array, from: number, end: number, wanted: number): Generator<Field> {
  let at = from;
  const varint = () => {
    let value = 0;
    for (let factor = 1; at < end; factor *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < end) {
    const key = varint();
    const kind = key % 8;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else if (kind === 2) {
      const length = varint();
      if (!(at + length <= end)) return;
      if (Math.floor(key / 8) === wanted) {
        yield { number: wanted, start: at, end: at + length };
      }
      at += length;
    } else return;
  }
}
