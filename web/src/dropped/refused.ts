import { foreignOperator, hasExternalData } from "./onnx-file";

/** What is not explored, and the way out; the same refusals as Python's (model/imports/refused.py). */
export class RefusedError extends Error {}

/** Bytes of a file, and of what a zip has in it. */
export const LARGEST = 200e6;
const EXPORT =
  "In Python, torch.onnx.export(decoder, z, 'decoder.onnx') makes a file that can be dropped here.";
const MODELS = /\.(onnx|zip|pkl|pickle|joblib|pt|pth|pt2|ckpt|safetensors|keras|h5|hdf5)$/i;

/** Whether somebody who brings a file means a model. */
export const isModel = (name: string) => MODELS.test(name);

/** Whether a file is to be a model folder. */
export const isZip = (name: string) => /\.zip$/i.test(name);

/** Whether a file's first bytes are those of a zip, whatever its name. */
export const isPacked = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b;

/**
 * Refuses what is neither an ONNX file that can be explored nor a zip; nothing in it is ever run.
 *
 * @param name The file's name.
 * @param size Its bytes.
 * @param head The first few of them.
 * @param inside The paths of what is packed in it, if it is a zip.
 * @throws RefusedError The message says why, and the way out.
 */
export function refuse(
  name: string,
  size: number,
  head: Uint8Array,
  inside: readonly string[] = [],
): void {
  if (size > LARGEST) {
    throw new RefusedError(
      `${name} has ${Math.ceil(size / 1e6)} MB, and at most 200 are explored here. In Python, ` +
        "morphing-faces import takes larger ones.",
    );
  }
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  const holds = (member: RegExp) => inside.some((path) => member.test(path));
  if (/\.(keras|h5|hdf5)$/i.test(name) || starts(0x89, 0x48, 0x44, 0x46)) {
    throw new RefusedError(
      `${name} is a Keras model, which may run code when it is read. In Python, ` +
        "model.export(..., format='onnx') makes a file that can be dropped here.",
    );
  }
  if (/\.pt2$/i.test(name) || holds(/serialized_exported_program/)) {
    throw new RefusedError(`${name} is an exported program of torch, which is not read. ${EXPORT}`);
  }
  if (holds(/\/code\/.+\.py$/)) {
    throw new RefusedError(`${name} is TorchScript, which is code. ${EXPORT}`);
  }
  if (/\.(pkl|pickle|joblib)$/i.test(name)) {
    throw new RefusedError(
      `${name} is a pickle, as those of StyleGAN are, which runs code when it is read. ${EXPORT}`,
    );
  }
  if (/\.safetensors$/i.test(name)) {
    throw new RefusedError(
      `${name} has weights without the network that they belong to. ${EXPORT}`,
    );
  }
  if (isZip(name) && isPacked(head)) return;
  if (isZip(name)) {
    throw new RefusedError(`${name} is no zip. ${EXPORT}`);
  }
  if (starts(0x80) || isPacked(head) || !/\.onnx$/i.test(name)) {
    throw new RefusedError(
      `${name} is a checkpoint of torch, a pickle without the network that it belongs to. ${EXPORT}`,
    );
  }
}

/**
 * Refuses a network that needs more than its own file and the standard's operators.
 *
 * @param name The file's name.
 * @param bytes All of it.
 * @throws RefusedError The message says why, and the way out.
 */
export function refuseNetwork(name: string, bytes: Uint8Array): void {
  if (hasExternalData(bytes)) {
    throw new RefusedError(
      `${name} has its weights in a second file, which a page cannot read. Export it in one: ` +
        "torch.onnx.export(..., external_data=False).",
    );
  }
  const foreign = foreignOperator(bytes);
  if (foreign) {
    throw new RefusedError(
      `${name} needs the operator ${foreign.operator.slice(0, 40)} of the domain ` +
        `${foreign.domain.slice(0, 40)}, which only some runtimes have. Export it with standard ` +
        "operators alone.",
    );
  }
}
