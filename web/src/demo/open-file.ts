import { t } from "../language/language";
import type { Directions } from "./directions.svelte";
import { documentIn, ElsewhereError, FileError, readFace } from "./files";
import type { Photos } from "./photos.svelte";
import type { PointStore } from "./point-store.svelte";
import { sentence } from "./sentences";
import type { Session } from "./session.svelte";

/** What takes files that a visitor brings. */
export interface Takers {
  readonly session: Session;
  readonly store: PointStore;
  readonly directions: Directions;
  readonly photos: Photos;
}

/** Brings back what a file holds: a point, names, a direction; else it may be a photograph. */
export async function openFile(
  { session, store, directions, photos }: Takers,
  file: Blob,
): Promise<void> {
  if (!session.owner) return;
  const document = await documentIn(file);
  if (directions.take(document) || store.take(document)) return;
  try {
    const point = await readFace(file, session.owner);
    if (point) session.go(point, t("The face of this file is back."));
    else await photos.open(file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (!(error instanceof ElsewhereError)) {
      session.notice = sentence(error);
      return;
    }
    const { document, said, drawn, message } = error;
    if (session.elsewhereDocument(said.decoder, document)) return;
    if (drawn && session.manifest?.files.encoder) {
      await photos.encodeAnew(file, said.drawer === session.owner.name, message);
    } else session.notice = message;
  }
}
