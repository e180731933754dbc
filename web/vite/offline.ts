import { build, type Plugin } from "vite";

const LIST = /(["'`])__FILES__\1/;

/**
 * Adds the service worker, which knows of which files the page consists: its text holds the
 * placeholder "__FILES__", and gets a JSON list of paths in its place.
 *
 * It is built by itself. A browser runs it as a classic script, which may import nothing, and what
 * it shares with the page would else become a file of its own.
 */
export function offline(source: string, file: string, target: string): Plugin {
  return {
    name: "offline",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        const script = await alone(source, target);
        if (!LIST.test(script)) throw new Error(`${source} has no place for its list`);
        const list = JSON.stringify(JSON.stringify(Object.keys(bundle).sort()));
        this.emitFile({
          type: "asset",
          fileName: file,
          source: script.replace(LIST, () => list),
        });
      },
    },
  };
}

/** The text of a script with all that it imports in it. */
async function alone(source: string, target: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      target,
      write: false,
      rolldownOptions: { input: source, output: { format: "iife" } },
    },
  });
  if (!("output" in built)) throw new Error(`${source} was not built`);
  const [script, ...others] = built.output;
  if (others.length) throw new Error(`${source} is more than one file`);
  return script.code;
}
