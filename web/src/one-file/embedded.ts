import { type OnProgress, whole } from "../model/download";
import { type Manifest, type PackedFile, readManifest } from "../model/manifest";
import type { Program } from "../model/program";
import { RUNTIME } from "../model/runtime-file";
import type { Source } from "../model/source";
import Inline from "../model/worker?worker&inline";

/*
 * What a page in one file reads: `site/one_file.py` writes every file into an element of its own,
 * in base64, named as it would be beside a page.
 */

/** The base64 of a file of this page. */
function textOf(path: string): string {
  const element = document.querySelector(`script[data-file="${CSS.escape(path)}"]`);
  const text = element?.textContent;
  if (!text) throw new Error("This page is not complete.");
  return text.trim();
}

/** A file of this page. */
function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  const binary = atob(textOf(path));
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

function fetched(file: PackedFile, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = bytesOf(file.path);
  onProgress(file.size);
  return whole(bytes, file);
}

/** The model within this page. */
export class EmbeddedSource implements Source {
  async describe(): Promise<Manifest> {
    return readManifest(JSON.parse(new TextDecoder().decode(bytesOf("model.json"))));
  }

  async fetch(file: PackedFile, onProgress: OnProgress = () => undefined) {
    return fetched(file, onProgress);
  }

  address(path: string): string {
    return `data:image/webp;base64,${textOf(path)}`;
  }
}

/** ONNX Runtime and the worker within this page. */
export class EmbeddedProgram implements Program {
  async runtime(onProgress: OnProgress) {
    return fetched(RUNTIME, onProgress);
  }

  launch(): Worker {
    return new Inline();
  }
}
