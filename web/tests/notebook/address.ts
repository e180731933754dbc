import type { ChildProcess } from "node:child_process";

/** The address that a server says, once it listens. */
export function addressOf(server: ChildProcess, address: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        said += chunk;
        const found = address.exec(said)?.[0];
        if (found) resolve(found);
      });
    }
    server.once("exit", () => reject(new Error(said)));
  });
}
