import type { Port } from "./port";
import { SiteSource, type Source } from "./source";
import { WorkerPort } from "./worker-port";

/** The model beside this page, and a worker for its networks. */
export function siteOfPage(): { readonly source: Source; readonly port: Port } {
  const site = new URL(".", document.baseURI).href;
  const source = new SiteSource(site);
  return { source, port: new WorkerPort(source, site) };
}
