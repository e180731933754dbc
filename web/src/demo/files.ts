import type { Picture } from "../model/enlarge";
import type { Point } from "../morpher/point";
import {
  describePoint,
  KEYWORD,
  OtherModelError,
  type Owner,
  PointError,
  readPoint,
} from "../points/document";
import { addTexts, PictureError, readText } from "../points/png";
import { DESCRIPTION, SOFTWARE } from "../points/provenance";
import { draw } from "./picture";
import { capital, sentence } from "./sentences";

const LARGEST = 64e6;
const LARGEST_DOCUMENT = 1 << 20;
const PNG = 0x89;
const BRACE = "{".charCodeAt(0);

/** A file that brings no face; the message says why, to a person. */
export class FileError extends Error {}

/** What holds a point of another model: the page may carry that one, or encode a picture of it anew. */
export class ElsewhereError extends FileError {
  /**
   * @param document The point's.
   * @param said What that says of its model.
   * @param drawn Whether the file is a picture of the point.
   */
  constructor(
    message: string,
    readonly document: string,
    readonly said: Pick<OtherModelError, "drawer" | "decoder">,
    readonly drawn: boolean,
  ) {
    super(message);
  }
}

/** The document in a JSON file; undefined for any other file. */
export async function documentIn(file: Blob): Promise<unknown> {
  if (file.size > LARGEST_DOCUMENT) return undefined;
  try {
    return JSON.parse(await file.text());
  } catch {
    return undefined;
  }
}

/**
 * Reads the point in a saved picture, or in a point's JSON file.
 *
 * @returns null where there is none, so that it may be a photograph.
 * @throws FileError It is damaged, or of another model: an ElsewhereError.
 */
export async function readFace(file: Blob, owner: Owner): Promise<Point | null> {
  if (file.size > LARGEST) throw new FileError("This file is too large; 64 MB at most.");
  const [first] = new Uint8Array(await file.slice(0, 1).arrayBuffer());
  if (first !== PNG && first !== BRACE) return null;
  const drawn = first === PNG;
  let text: string | null = null;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    text = drawn ? await readText(bytes, KEYWORD) : new TextDecoder().decode(bytes);
    return text === null ? null : readPoint(text, owner);
  } catch (error) {
    if (error instanceof PictureError || error instanceof PointError) {
      const said = `${capital(sentence(error))}.`;
      if (error instanceof OtherModelError && text !== null) {
        throw new ElsewhereError(said, text, error, drawn);
      }
      throw new FileError(said);
    }
    throw error;
  }
}

/** A face's picture as a PNG file that carries its point. */
export async function faceFile(picture: Picture, shared: Point, owner: Owner): Promise<Blob> {
  const canvas = document.createElement("canvas");
  draw(canvas, picture);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new FileError("This browser could not make a picture.");
  const png = addTexts(new Uint8Array(await blob.arrayBuffer()), {
    [KEYWORD]: describePoint(shared, owner),
    Software: SOFTWARE,
    Description: DESCRIPTION,
  });
  return new Blob([png], { type: "image/png" });
}

/**
 * Hands a file to the person, as if they had clicked a link to it.
 *
 * @param done Called when the file is not needed any more.
 */
export function handOver(file: Blob, name: string, done = () => {}): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(file);
  anchor.download = name;
  anchor.click();
  setTimeout(() => {
    URL.revokeObjectURL(anchor.href);
    done();
  }, 60_000);
}
