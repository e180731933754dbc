/// <reference lib="webworker" />
/*
 * The service worker: after the first visit, the page works without a network. Its address names
 * the model (`offline.js?model=HASH`), so another model is another worker with another cache.
 *
 * Files under assets/ and model/ have their content's hash in their names and never change; they
 * come from the cache first. Pages and model.json come from the network first.
 */
import { isForSome, prefix } from "./cache";

declare const self: ServiceWorkerGlobalScope;

const scope = self.registration.scope;
const model = new URL(self.location.href).searchParams.get("model") ?? "";
const name = prefix(scope) + model;
const paths = JSON.parse("__FILES__") as string[];
const absolute = (path: string) => new URL(path, scope).href;
const files = paths.map(absolute);
const everybodys = paths.filter((path) => !isForSome(path)).map(absolute);
const description = new URL("model/model.json", scope).href;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const changes = request.mode === "navigate" || withoutSearch(request.url) === description;
  event.respondWith((changes ? networkFirst(request) : cacheFirst(request)).then(isolated));
});

async function install(): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all(
    [...everybodys, description].map(async (url) => {
      if (!isPage(url) && url !== description && (await cache.match(url))) return;
      await cache.add(new Request(url, { cache: "no-cache" }));
    }),
  );
  await self.skipWaiting();
}

/** Removes other models' caches, and what an earlier build of the page has left in this one. */
async function tidy(): Promise<void> {
  for (const other of await caches.keys()) {
    if (other.startsWith(prefix(scope)) && other !== name) await caches.delete(other);
  }
  const cache = await caches.open(name);
  const assets = new URL("assets/", scope).href;
  for (const { url } of await cache.keys()) {
    if (url.startsWith(assets) && !files.includes(url)) await cache.delete(url);
  }
  await self.clients.claim();
}

async function networkFirst(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const key = page(request.url);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(key, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}

async function cacheFirst(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const kept = request.cache === "reload" ? undefined : await cache.match(request);
  return kept ?? fetch(request);
}

/**
 * The same with the headers that let threads share memory, so that networks run in several of them;
 * few hosts of static files can send any.
 */
function isolated(response: Response): Response {
  if (response.type === "opaque" || response.type === "error") return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "credentialless");
  const { status, statusText } = response;
  const empty = status === 204 || status === 304;
  return new Response(empty ? null : response.body, { status, statusText, headers });
}

/** A page's one name in the cache: without search and hash, and "./" is index.html. */
function page(url: string): string {
  const plain = withoutSearch(url);
  return plain.endsWith("/") ? `${plain}index.html` : plain;
}

const isPage = (url: string) => url.endsWith(".html");

function withoutSearch(url: string): string {
  const plain = new URL(url);
  plain.search = plain.hash = "";
  return plain.href;
}
