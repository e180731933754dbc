import { forget, putAside, takeBack } from "../film/put-aside";
import { FRAMES_PER_SECOND, Recording } from "../film/recording";
import { type Way, ways } from "../film/ways";
import { decimals, t } from "../language/language";
import { filmedSize, gifSize } from "../model/enlarge";
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
  /** Whether there is a recording of which no film is written yet. */
  waiting = $state(false);
  /** Whether that is one of a visit before, which ended while its film was being written. */
  found = $state(false);
  /** How films can be written here, the way to begin with first. */
  readonly ways = ways("VideoEncoder" in globalThis, navigator.userAgent);
  private recording: Recording | null = null;
  private timer = 0;
  private stopping = new AbortController();
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly session: Session) {}

  start(): void {
    const { session } = this;
    const z = session.shown;
    if (this.state !== "idle" || !z) return;
    const recording = new Recording(z, now());
    this.recording = recording;
    this.waiting = this.found = false;
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

  /** Finds the recording of a visit that ended while its film was being written. */
  async recall(): Promise<void> {
    const { owner } = this.session;
    if (!owner) return;
    const recording = await takeBack(owner.decoder, owner.latentSize);
    if (!recording || this.recording || this.state !== "idle") return;
    this.recording = recording;
    this.seconds = recording.seconds;
    this.waiting = this.found = true;
    this.session.notice ||= `${this.foundIt} ${t("It is under Film.")}`;
  }

  get foundIt(): string {
    return t(
      "A recording of {seconds} seconds is still here: the visit ended before its film was written.",
      { seconds: decimals(this.seconds, 1) },
    );
  }

  /** The ways to offer, best first: a visit that ended may have died of the video encoder. */
  get offered(): readonly Way[] {
    return this.found ? [...this.ways].sort() : this.ways;
  }

  /** Writes the film; it can be tried again, or in another way, where that fails. */
  write(way: Way = this.ways[0] ?? "gif"): Promise<void> {
    this.writing = this.develop(way);
    return this.writing;
  }

  /** Gives up the recording that waits. */
  async drop(): Promise<void> {
    this.recording = null;
    this.waiting = this.found = false;
    await this.forget();
    this.session.notice = t("The recording is deleted.");
  }

  private async develop(way: Way): Promise<void> {
    const { session, recording } = this;
    const { owner } = session;
    if (!recording || !owner) return;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.state = "writing";
    this.waiting = false;
    this.written = 0;
    // Before any encoder is touched: some browsers die of theirs.
    await putAside(recording, owner.decoder);
    try {
      const { size, rate, write } = await this.way(way);
      this.frames = recording.frames(rate);
      const { file, discard } = await write({
        points: recording.points(rate),
        frames: this.frames,
        draw: (z) => session.picture(z, size),
        onFrame: (count) => {
          this.written = count;
        },
        signal,
      });
      handOver(file, file.name, discard);
      session.notice = t("The film is saved: {seconds} seconds, {count} frames.", {
        seconds: decimals(recording.seconds, 1),
        count: this.frames,
      });
      this.recording = null;
      this.found = false;
      await this.forget();
    } catch (error) {
      this.waiting = !signal.aborted;
      if (signal.aborted) await this.forget();
      session.notice = signal.aborted
        ? t("No film was written.")
        : `${t("The film was not written.")} ${sentence(error)}`;
    }
    this.state = "idle";
  }

  /** What writes films in a way, fetched when it is first needed. */
  private async way(way: Way) {
    try {
      if (way === "video") {
        const { writeFilm } = await import("../film/write");
        return { size: filmedSize, rate: FRAMES_PER_SECOND, write: writeFilm };
      }
      const { GIF_RATE, writeGif } = await import("../film/gif");
      return { size: gifSize, rate: GIF_RATE, write: writeGif };
    } catch {
      throw new Error("The part of the page that writes films did not arrive.");
    }
  }

  private async forget(): Promise<void> {
    if (this.session.owner) await forget(this.session.owner.decoder);
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
