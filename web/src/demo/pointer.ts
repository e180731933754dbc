import { MediaQuery } from "svelte/reactivity";
import { t } from "../language/language";

const hoverless = new MediaQuery("(hover: none)");

/** Words for what a visitor does to the face: with a finger where there is no mouse. */
export const gestures = {
  get morph(): string {
    return hoverless.current
      ? t("Drag over the face, and it morphs")
      : t("Move over the face, and it morphs");
  },
  get release(): string {
    return hoverless.current
      ? t("Frozen. Tap the face, and it moves again")
      : t("Frozen. Click the face, and it moves again");
  },
  get freeze(): string {
    return hoverless.current
      ? t("Tap the face to freeze it")
      : t("Click the face or press space to freeze it");
  },
  get map(): string {
    return hoverless.current
      ? t("Every place is a face: draw a finger over the map, and lift it where you want to stay.")
      : t("Every place is a face: move over the map to see it, and click to stay.");
  },
  /** How the face is frozen, and how a model of one's own comes to the page: a finger drops none. */
  get offered(): string {
    const { freeze } = gestures;
    return hoverless.current
      ? t("{freeze}.", { freeze })
      : t(
          "{freeze}; drop the ONNX file of a decoder of your own, or a zip of a model folder, here to explore it.",
          { freeze },
        );
  },
  /** How a saved face comes back to the page. */
  get bring(): string {
    return hoverless.current
      ? t("Open a saved picture, and its face is back. Kept faces stay in this browser.")
      : t(
          "Drop on the page, or open, a saved picture, and its face is back. Kept faces stay in this browser.",
        );
  },
};
