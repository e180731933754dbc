import { MediaQuery } from "svelte/reactivity";

const hoverless = new MediaQuery("(hover: none)");

/** Words for what a visitor does to the face: with a finger where there is no mouse. */
export const gestures = {
  get morph(): string {
    return hoverless.current
      ? "Drag over the face, and it morphs"
      : "Move over the face, and it morphs";
  },
  get release(): string {
    return hoverless.current
      ? "Frozen. Tap the face, and it moves again"
      : "Frozen. Click the face, and it moves again";
  },
  get freeze(): string {
    return hoverless.current
      ? "Tap the face to freeze it"
      : "Click the face or press space to freeze it";
  },
  get map(): string {
    return hoverless.current
      ? "Every place is a face: draw a finger over the map, and lift it where you want to stay."
      : "Every place is a face: move over the map to see it, and click to stay.";
  },
  /** How a model of one's own comes to the page: a finger drops none. */
  get explore(): string {
    return hoverless.current
      ? ""
      : "; drop the ONNX file of a decoder of your own, or a zip of a model folder, here to explore it";
  },
  /** How a file comes to the page. */
  get bring(): string {
    return hoverless.current ? "Open" : "Drop on the page, or open,";
  },
};
