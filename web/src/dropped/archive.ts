import { Unzip, UnzipInflate, unzipSync } from "fflate";
import { RefusedError } from "./refused";

/** Bytes that are unpacked at a time: what comes of them, at most 1032 times as many, is counted. */
const CHUNK = 1 << 16;
const MOST_FILES = 10_000;

/** The paths of what a zip has in it, of which nothing is unpacked; none where it is damaged. */
export async function namesIn(archive: File): Promise<readonly string[]> {
  const names: string[] = [];
  const filter = ({ name }: { readonly name: string }) => {
    names.push(name);
    return false;
  };
  try {
    unzipSync(new Uint8Array(await archive.arrayBuffer()), { filter });
    return names;
  } catch {
    return [];
  }
}

/**
 * Reads files of a zip into memory; nothing is written anywhere, and what is not wanted is not
 * unpacked.
 *
 * @param wanted Whether a file is, by its path.
 * @param most Bytes that all of them may have together, unpacked: a small archive may hold
 *   any number.
 * @returns Contents by path.
 * @throws RefusedError It is damaged, too large, or has paths that lead out of it.
 */
export async function unzip(
  archive: File,
  wanted: (path: string) => boolean,
  most: number,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { name } = archive;
  const files = new Map<string, Uint8Array<ArrayBuffer>[]>();
  const unfinished = new Set<string>();
  const refusals: RefusedError[] = [];
  const refuse = (why: string) => {
    refusals.push(new RefusedError(`${name} ${why}`));
  };
  let count = 0;
  let unpacked = 0;
  const reader = new Unzip((file) => {
    const path = file.name.replaceAll("\\", "/");
    count++;
    if (count > MOST_FILES) refuse(`has more than ${MOST_FILES} files in it.`);
    if (leadsOut(path)) refuse(`has a file ${path.slice(0, 60)} in it, which leads out of it.`);
    if (refusals.length || !wanted(path)) return;
    if (files.has(path)) return refuse(`has two files ${path} in it.`);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    files.set(path, pieces);
    unfinished.add(path);
    file.ondata = (error, piece, final) => {
      if (error) return refuse(DAMAGED);
      unpacked += piece.length;
      if (unpacked > most) {
        return refuse(
          `has more than ${most / 1e6} MB in it, unpacked, and at most that is explored.`,
        );
      }
      pieces.push(piece as Uint8Array<ArrayBuffer>);
      if (final) unfinished.delete(path);
    };
    file.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < archive.size && !refusals.length; at += CHUNK) {
      const piece = new Uint8Array(await archive.slice(at, at + CHUNK).arrayBuffer());
      reader.push(piece, at + CHUNK >= archive.size);
    }
  } catch {
    refuse(DAMAGED);
  }
  if (unfinished.size) refuse(DAMAGED);
  if (refusals[0]) throw refusals[0];
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [path, pieces] of files) {
    found.set(path, new Uint8Array(await new Blob(pieces).arrayBuffer()));
  }
  return found;
}

const DAMAGED = "is damaged: it cannot be unpacked.";

function leadsOut(path: string): boolean {
  return path.startsWith("/") || /^[a-z]:/i.test(path) || path.split("/").includes("..");
}
