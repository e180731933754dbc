import { Recording } from "../film/recording";
import { decimals, t } from "../language/language";
import { filmedSize } from "../model/enlarge";
import { handOver } from "./files";
import { sentence } from "./sentences";
import type { Session } from "./session.svelte";

const TICK_MS = 200;
const now = () => performance.now() / 1000;

/** Keeps what the visitor does, and writes it as a film. */
export class Filming {
  state = $state<"idle" | "recording" | "writing">("idle");
  /** How long the recording is. */
  seconds = $state(0);
  /** Frames of the film that are written, and that there are. */
  written = $state(0);
  frames = $state(0);
  /** Whether a film that could not be written can be tried again. */
  waiting = $state(false);
  private recording: Recording | null = null;
  private timer = 0;
  private stopping = new AbortController();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly session: Session) {}

  start(): void {
    const { session } = this;
    if (!("VideoEncoder" in globalThis)) {
      session.notice = isSecureContext
        ? t("This browser cannot write films: it has no WebCodecs. A newer browser may have them.")
        : t("Films need a secure connection: open this page by https, or from your own machine.");
      return;
    }
    const z = session.shown;
    if (this.state !== "idle" || !z) return;
    const recording = new Recording(z, now());
    this.recording = recording;
    this.waiting = false;
    this.seconds = 0;
    this.state = "recording";
    session.notice = "";
    session.onShown = (point) => recording.look(point, now());
    this.timer = window.setInterval(() => {
      this.seconds = Math.floor(now() - recording.begun);
      if (recording.full(now())) void this.stop();
    }, TICK_MS);
  }

  /** Ends the recording, and writes the film. */
  async stop(): Promise<void> {
    if (this.state !== "recording" || !this.recording) return;
    clearInterval(this.timer);
    this.session.onShown = () => undefined;
    this.recording.end(now());
    await this.write();
  }

  /** Writes the film; it can be tried again where that fails. */
  write(): Promise<void> {
    this.writing = this.develop();
    return this.writing;
  }

  private async develop(): Promise<void> {
    const { session, recording } = this;
    if (!recording) return;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.state = "writing";
    this.waiting = false;
    this.written = 0;
    this.frames = recording.frames;
    try {
      const { writeFilm } = await import("../film/write").catch(() => {
        throw new Error("The part of the page that writes films did not arrive.");
      });
      const { file, discard } = await writeFilm({
        points: recording.points(),
        frames: recording.frames,
        draw: (z) => session.picture(z, filmedSize),
        onFrame: (count) => {
          this.written = count;
        },
        signal,
      });
      handOver(file, file.name, discard);
      session.notice = t("The film is saved: {seconds} seconds, {count} frames.", {
        seconds: decimals(recording.seconds, 1),
        count: recording.frames,
      });
      this.recording = null;
    } catch (error) {
      this.waiting = !signal.aborted;
      session.notice = signal.aborted
        ? t("No film was written.")
        : `${t("The film was not written.")} ${sentence(error)}`;
    }
    this.state = "idle";
  }

  /** Ends what is being recorded, and waits until a film that is being written is written. */
  async finish(): Promise<void> {
    if (this.state === "recording") await this.stop();
    else await this.writing;
  }

  /** Gives up writing. */
  cancel(): void {
    this.stopping.abort();
  }
}
