import "./letters.css";
import "../theme.css";
import "./article.css";
import { hydrate, mount } from "svelte";
import { FIGURES } from "./figures";

for (const place of document.querySelectorAll<HTMLElement>("[data-figure]")) {
  const figure = FIGURES[place.dataset["figure"] ?? ""];
  // Built pages have the figures in them; while developing, the places are empty.
  if (figure) (place.hasChildNodes() ? hydrate : mount)(figure, { target: place });
}
