import "../theme.css";
import { mount } from "svelte";
import Page from "./Page.svelte";

const target = document.getElementById("app");
if (target) {
  // The page came with a face in it, to be seen until the model has arrived.
  const face = target.querySelector<HTMLImageElement>(".start");
  const start = face && { src: face.src, width: face.width, height: face.height };
  target.replaceChildren();
  mount(Page, { target, props: { start } });
}
