import type { Port } from "./port";
import { type Program, SiteProgram } from "./program";
import { SiteSource, type Source } from "./source";
import { WorkerPort } from "./worker-port";

/** The page's own program. */
export function programOfPage(): Program {
  return new SiteProgram(new URL(".", document.baseURI).href);
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
  const source = new SiteSource(new URL(".", document.baseURI).href, path);
  const port = new WorkerPort(source, programOfPage());
  return { source, port, end: () => port.end() };
}
