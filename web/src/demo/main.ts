import "../theme.css";
import { mount } from "svelte";
import App from "./App.svelte";

const target = document.getElementById("app");
if (target) {
  // The page came with a face in it, to be seen until the model has arrived.
  const start = target.querySelector<HTMLImageElement>(".start")?.src ?? null;
  target.replaceChildren();
  mount(App, { target, props: { start } });
}
