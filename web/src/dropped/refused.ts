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

/**
 * Refuses what is neither an ONNX file that can be explored nor a zip; nothing in it is ever run.
 *
 * @param name The file's name.
 * @param size Its bytes.
 * @param head The first few of them.
 * @throws RefusedError The message says why, and the way out.
 */
export function refuse(name: string, size: number, head: Uint8Array): void {
  if (size > LARGEST) {
    throw new RefusedError(
      `${name} has ${Math.ceil(size / 1e6)} MB, and at most 200 are explored here. In Python, ` +
        "morphing-faces import takes larger ones.",
    );
  }
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (/\.(keras|h5|hdf5)$/i.test(name) || starts(0x89, 0x48, 0x44, 0x46)) {
    throw new RefusedError(
      `${name} is a Keras model, which may run code when it is read. In Python, ` +
        "model.export(..., format='onnx') makes a file that can be dropped here.",
    );
  }
  if (/\.pt2$/i.test(name)) {
    throw new RefusedError(`${name} is an exported program of torch, which is not read. ${EXPORT}`);
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
  if (isZip(name) && starts(0x50, 0x4b)) return;
  if (isZip(name)) {
    throw new RefusedError(`${name} is no zip. ${EXPORT}`);
  }
  if (starts(0x80) || starts(0x50, 0x4b) || !/\.onnx$/i.test(name)) {
    throw new RefusedError(
      `${name} is a checkpoint of torch, a pickle without the network that it belongs to. ${EXPORT}`,
    );
  }
}
