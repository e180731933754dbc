import type { Port } from "./port";
import { type Program, SiteProgram } from "./program";
import { SiteSource, type Source } from "./source";
import { WorkerPort } from "./worker-port";

/** The page's own program. */
export function programOfPage(): Program {
  return new SiteProgram(new URL(".", document.baseURI).href);
}

/** The model beside this page, and a worker for its networks. */
export function siteOfPage(): { readonly source: Source; readonly port: Port } {
  const source = new SiteSource(new URL(".", document.baseURI).href);
  return { source, port: new WorkerPort(source, programOfPage()) };
}
