import { keep } from "../offline/cache";
import type { PackedFile } from "./manifest";
import { megabytes } from "./megabytes";
import { sha256 } from "./sha256";

/** A download that did not succeed; the message says why, to a person. */
export class DownloadError extends Error {}

/** The site has such a file no more: trying again is of no use, reloading the page is. */
export class GoneError extends DownloadError {}

/** Called as bytes arrive, with how many have by now. */
export type OnProgress = (received: number) => void;

/**
 * Fetches a packed file, unpacks it and checks that it is whole.
 *
 * @param url Where it is.
 * @param file What is expected.
 * @param again Whether this is another try: then no copy that was kept is trusted.
 * @returns The unpacked bytes.
 * @throws DownloadError It did not arrive, or not whole.
 */
export async function download(
  url: string,
  file: PackedFile,
  onProgress: OnProgress,
  again = false,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed = await receive(url, file, onProgress, again);
  const bytes = await whole(packed, file);
  onProgress(file.size);
  await keep(url, packed);
  return bytes;
}

/**
 * Unpacks a file that has arrived.
 *
 * @throws DownloadError It is not what was expected, or not all of it.
 */
export async function whole(
  packed: Uint8Array<ArrayBuffer>,
  file: PackedFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await unpack(packed, file);
  await check(bytes, file);
  return bytes;
}

async function receive(
  url: string,
  file: PackedFile,
  onProgress: OnProgress,
  again: boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  let received = 0;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  try {
    const response = await fetch(url, { cache: again ? "reload" : "default" });
    if (response.status === 404 || response.status === 410) {
      throw new GoneError(
        `The site has no ${name(url)} any more: it has changed since this page was opened.`,
      );
    }
    if (!response.ok || !response.body) {
      throw new DownloadError(
        `The site answered ${response.status} instead of sending ${name(url)}.`,
      );
    }
    // A host that unpacks by itself (Content-Encoding) sends more bytes than went over the wire.
    const scale = response.headers.has("Content-Encoding") ? file.size / file.unpacked : 1;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      received += part.value.length;
      onProgress(Math.min(received * scale, file.size));
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    const soFar = received ? ` after ${megabytes(received)} of ${megabytes(file.size)} MB` : "";
    throw new DownloadError(`The download broke off${soFar}.`);
  }
  return joined(parts, received);
}

/** Unpacks gzip data; leaves alone what the host, or the browser for it, has unpacked already. */
async function unpack(
  packed: Uint8Array<ArrayBuffer>,
  file: PackedFile,
): Promise<Uint8Array<ArrayBuffer>> {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw incomplete(packed.length, file.size);
  }
}

async function check(bytes: Uint8Array<ArrayBuffer>, file: PackedFile): Promise<void> {
  if (bytes.length !== file.unpacked) throw incomplete(bytes.length, file.unpacked);
  // Where there is none, gzip's own checksum has been looked at by now.
  const digits = (await sha256(bytes)) ?? file.sha256;
  if (digits !== file.sha256) throw new DownloadError("The download arrived damaged.");
}

function incomplete(got: number, expected: number): DownloadError {
  return got < expected
    ? new DownloadError(
        `The download is not complete: ${megabytes(got)} of ${megabytes(expected)} MB.`,
      )
    : new DownloadError("The download arrived damaged.");
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const name = (url: string) => url.slice(url.lastIndexOf("/") + 1);
