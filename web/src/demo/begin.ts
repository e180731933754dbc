import { mount } from "svelte";
import { firstCode, speakIn } from "../language/choose";
import type { Home } from "./home";
import Page from "./Page.svelte";

/** Brings the page to life, in the visitor's language. */
export async function begin(home: Home): Promise<void> {
  const target = document.getElementById("app");
  if (!target) return;
  // The page came with a face in it, to be seen until the model has arrived.
  const face = target.querySelector<HTMLImageElement>(".start");
  const start = face && { src: face.src, width: face.width, height: face.height };
  await speakIn(firstCode(location.search, navigator.languages));
  target.replaceChildren();
  mount(Page, { target, props: { start, home } });
}
