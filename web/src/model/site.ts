import { FasterPort } from "./faster-port";
import { GPU_RUNTIME } from "./gpu-runtime-file";
import script from "./gpu-worker?worker&url";
import type { Port } from "./port";
import { type Program, SiteProgram } from "./program";
import { RUNTIME } from "./runtime-file";
import { SiteSource, type Source } from "./source";
import usual from "./worker?worker&url";
import { WorkerPort } from "./worker-port";

/** For how long a graphics processor may be at one thing before it is given up, unless it is asked for. */
const PATIENCE_MS = 30_000;

const home = () => new URL(".", document.baseURI).href;

/** The page's own program. */
export function programOfPage(): Program {
  return new SiteProgram(home(), usual, RUNTIME);
}

/** A model of the site, a worker for its networks, and what ends that. */
export interface Place {
  readonly source: Source;
  readonly port: Port;
  end(): void;
}

/**
 * A model beside this page.
 *
 * @param path Where it is described, relative to the page; by default, what the site opens with.
 */
export function siteOfPage(path?: string): Place {
  const source = new SiteSource(home(), path);
  const wanted = new URLSearchParams(location.search).get("runtime");
  const patience = wanted === "webgpu" ? null : PATIENCE_MS;
  const port = new FasterPort(
    new WorkerPort(source, programOfPage()),
    () => {
      const program = new SiteProgram(home(), script, GPU_RUNTIME, false);
      // Of its own, so that the decoder that the other one has fetched is trusted.
      return new WorkerPort(new SiteSource(home(), path), program, patience);
    },
    wanted,
  );
  return { source, port, end: () => port.end() };
}
