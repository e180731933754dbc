import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** What can go wrong with a download. */
export type Fault = "missing" | "broken off" | "damaged";

/** A plain static host with the site in a sub-folder, whose downloads can be made to fail. */
export interface Host {
  /** The address of the site's folder. */
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  /** Makes files whose path contains a text fail, until it is called with null. */
  fail(part: string, fault: Fault | null): void;
  close(): Promise<void>;
}

export async function host(folder: string): Promise<Host> {
  const prefix = "/any/folder/";
  const faults = new Map<string, Fault>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : "?";
    requests.push(path);
    const file = join(folder, normalize(path.endsWith("/") || !path ? `${path}index.html` : path));
    const fault = [...faults].find(([part]) => path.includes(part))?.[1];
    const found = statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!found || fault === "missing") {
      response.writeHead(404).end();
      return;
    }
    // As the guide asks of hosts, for frames that have no origin of their own.
    if (request.headers.origin === "null")
      response.setHeader("Access-Control-Allow-Origin", "null");
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    if (!fault) {
      createReadStream(file).pipe(response);
      return;
    }
    const bytes = readFileSync(file);
    if (fault === "damaged") {
      response.end(bytes.subarray(0, bytes.length >> 1));
      return;
    }
    response.setHeader("Content-Length", bytes.length);
    response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    requests,
    fail: (part, fault) => (fault ? faults.set(part, fault) : faults.delete(part)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
