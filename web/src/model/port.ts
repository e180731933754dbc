import type { OnProgress } from "./download";
import type { Manifest, Part } from "./manifest";
import type { Provider } from "./networks";
import type { Answers, Request } from "./protocol";

/** Who makes the faces of a session: a worker of the page, a kernel. */
export interface Port {
  /**
   * Gets ready to make faces; can be tried again where it has failed.
   *
   * @param onProgress Called with bytes received and bytes in all, where any are fetched.
   * @throws Error It cannot; the message says why, to a person.
   */
  start(manifest: Manifest, onProgress: (received: number, total: number) => void): Promise<void>;
  /**
   * Gets a part of the model ready, once the port has started; at once where it is.
   *
   * @throws Error It cannot; the message says why, to a person.
   */
  load(part: Part, onProgress?: OnProgress): Promise<void>;
  /**
   * Has something made.
   *
   * @throws Error It cannot be; the message says why, to a person.
   */
  ask<K extends Request["kind"]>(request: Request & { kind: K }): Promise<Answers[K]>;
  /**
   * Looks, once all that is needed is here, whether this computer can make the same faces faster,
   * and does so from then on.
   *
   * @param inTurn Has something done when no face is wanted.
   * @param sparing Whether the visitor saves data.
   * @returns Who makes the faces; null where the visitor has asked for what there is not.
   */
  hasten?(inTurn: InTurn, sparing: boolean): Promise<Provider | null>;
}

export type InTurn = <T>(job: () => Promise<T>) => Promise<T>;
