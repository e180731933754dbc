import { MediaQuery } from "svelte/reactivity";

const filled = new MediaQuery("(display-mode: fullscreen)");

/** The whole screen, for a lecture hall: by the button, or by the browser's own key. */
class Screen {
  /** Whether the page has asked for it; else the browser's own key leads out. */
  asked = $state(false);

  /** Whether the page may ask for it; a frame often may not. */
  get possible(): boolean {
    return document.fullscreenEnabled ?? false;
  }

  /** Whether the page has it. */
  get full(): boolean {
    return this.asked || filled.current;
  }

  /** Looks again, after the browser has changed it. */
  look(): void {
    this.asked = document.fullscreenElement !== null;
  }

  /** Takes the screen, or gives it back; the browser may refuse. */
  async toggle(): Promise<void> {
    const root = document.documentElement;
    await (this.asked ? document.exitFullscreen() : root.requestFullscreen()).catch(
      () => undefined,
    );
    this.look();
  }
}

export const screen = new Screen();
