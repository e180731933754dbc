import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Component } from "svelte";
import { createServer, type Plugin } from "vite";
import { block, inline } from "./formulas.ts";

const PAGE = /explanation\.html$/;
const FIGURES = "/src/explanation/figures.ts";
const PLACE = /<div data-figure="([a-z-]+)"><\/div>/g;

/**
 * Writes the article into its page: formulas are typeset, and every figure stands in its place as
 * it looks at first, so that it can be read without JavaScript, found, and printed. A browser that
 * runs the page brings the figures to life.
 */
export function article(): Plugin {
  return {
    name: "article",
    transformIndexHtml: {
      order: "pre",
      async handler(html, { filename, server }) {
        if (!PAGE.test(filename)) return html;
        const text = typeset(html);
        return server ? text : await withFigures(text);
      },
    },
  };
}

function typeset(html: string): string {
  return html
    .replace(/\\\[([\s\S]+?)\\\]/g, (_, tex) => block(plain(tex)))
    .replace(/\\\(([\s\S]+?)\\\)/g, (_, tex) => inline(plain(tex)));
}

/** TeX as it was meant, of what HTML has to spell out. */
const plain = (tex: string) =>
  tex.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

async function withFigures(html: string): Promise<string> {
  const server = await createServer({
    configFile: false,
    mode: "production",
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [svelte({ compilerOptions: { dev: false } })],
    define: { __RUNTIME__: "null", __GPU_RUNTIME__: "null" },
  });
  try {
    const { render } = await server.ssrLoadModule("svelte/server");
    const { FIGURES: figures } = await server.ssrLoadModule(FIGURES);
    return html.replace(PLACE, (_, name: string) => {
      const figure = (figures as Record<string, Component>)[name];
      if (!figure) throw new Error(`the article has no figure ${name}`);
      const { body } = render(figure, { props: {}, idPrefix: name });
      return `<div data-figure="${name}">${body}</div>`;
    });
  } finally {
    await server.close();
  }
}
