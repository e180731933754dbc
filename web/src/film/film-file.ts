import { BufferTarget, StreamTarget, type Target } from "mediabunny";

/** Where a film is put while it is written. */
export interface FilmFile {
  readonly target: Target;
  /** The film, once the target is complete. */
  finish(): Promise<Blob>;
  /** Removes what was put there. */
  discard(): Promise<void>;
}

const PREFIX = "film-";

/**
 * A file of the page's own on the disk (Origin Private File System), so that memory does not grow
 * with the film; in memory where the browser has none.
 */
export async function openFilmFile(): Promise<FilmFile> {
  try {
    const folder = await navigator.storage.getDirectory();
    await sweep(folder);
    const name = `${PREFIX}${crypto.randomUUID()}`;
    const handle = await folder.getFileHandle(name, { create: true });
    const target = new StreamTarget(await handle.createWritable(), { chunked: true });
    return {
      target,
      finish: () => handle.getFile(),
      discard: () => folder.removeEntry(name).catch(() => undefined),
    };
  } catch {
    const target = new BufferTarget();
    return {
      target,
      finish: async () => new Blob([target.buffer ?? new ArrayBuffer(0)]),
      discard: async () => undefined,
    };
  }
}

/** Removes what visits that were closed in the middle have left; what is being written is locked. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of folder.keys()) {
    if (name.startsWith(PREFIX)) await folder.removeEntry(name).catch(() => undefined);
  }
}
