import type { Plugin } from "vite";

const LIST = "__FILES__";

/**
 * Tells the service worker which files the page consists of: the built worker's text holds the
 * placeholder "__FILES__", and gets a JSON list of paths in its place.
 */
export function offline(worker: string): Plugin {
  return {
    name: "offline",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const script = bundle[worker];
        if (script?.type !== "chunk") throw new Error(`the build has no ${worker}`);
        const files = Object.keys(bundle).filter((name) => name !== worker);
        const list = JSON.stringify(JSON.stringify(files.sort()));
        script.code = script.code.replace(/(["'`])__FILES__\1/, () => list);
        if (script.code.includes(LIST)) throw new Error(`${worker} has no place for its list`);
      },
    },
  };
}
