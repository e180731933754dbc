import type { ChildProcess } from "node:child_process";
import { expect } from "@playwright/test";

/** The address that a server says, once it answers there: some say it before they listen. */
export async function addressOf(server: ChildProcess, address: RegExp): Promise<string> {
  const found = (await said(server, address)).replace("localhost", "127.0.0.1");
  await expect(async () => void (await fetch(found))).toPass({ timeout: 120_000 });
  return found;
}

function said(server: ChildProcess, address: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        text += chunk;
        const found = address.exec(text)?.[0];
        if (found) resolve(found);
      });
    }
    server.once("exit", () => reject(new Error(text)));
  });
}
