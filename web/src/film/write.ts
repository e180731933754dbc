/*
 * Films by WebCodecs, put into files by mediabunny; both are loaded when the first film is written.
 */
import {
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from "mediabunny";
import type { Picture } from "../model/enlarge";
import { DESCRIPTION, SOFTWARE } from "../points/provenance";
import { type Film, FilmError, pictures, type Written } from "./film";
import { type FilmFile, openFilmFile } from "./film-file";
import { FRAMES_PER_SECOND } from "./recording";

/** Bits a second: at this rate nothing is lost that an eye sees in a face of 576 pixels. */
const QUALITY = new Quality({ bitrate: 4_000_000, bitrateMode: "variable" });

/** From the kind that everything plays to those that every browser can write. */
const KINDS = [
  { codec: "avc", suffix: "mp4", type: "video/mp4" },
  { codec: "vp9", suffix: "webm", type: "video/webm" },
  { codec: "vp8", suffix: "webm", type: "video/webm" },
] as const;

/**
 * Writes a film: MP4 (H.264) where the browser can encode it, else WebM (VP9 or VP8). Every point is
 * decoded again, so that no frame is missing however fast the screen was.
 *
 * @throws FilmError The browser can encode none of these.
 * @throws DOMException It was given up (AbortError).
 */
export async function writeFilm(film: Film): Promise<Written> {
  let writing: Writing | null = null;
  try {
    let count = 0;
    for await (const picture of pictures(film)) {
      writing ??= await begin(picture, film.frames);
      await writing.add(picture, count++);
      film.onFrame(count);
    }
    if (!writing) throw new FilmError("There was nothing to film.");
    await writing.output.finalize();
    const { place, kind } = writing;
    const name = `morphing-face.${kind.suffix}`;
    const file = new File([await place.finish()], name, { type: kind.type });
    return { file, discard: () => void place.discard() };
  } catch (error) {
    await writing?.output.cancel().catch(() => undefined);
    await writing?.place.discard();
    throw error;
  }
}

interface Writing {
  readonly kind: (typeof KINDS)[number];
  readonly place: FilmFile;
  readonly output: Output;
  add(picture: Picture, frame: number): Promise<void>;
}

async function begin({ width, height }: Picture, frames: number): Promise<Writing> {
  const codecs = KINDS.map(({ codec }) => codec);
  const options = { width, height, quality: QUALITY };
  const found = await getFirstEncodableVideoCodec(codecs, options);
  const kind = KINDS.find(({ codec }) => codec === found);
  if (!kind) throw new FilmError("This browser can encode neither H.264 nor VP9 nor VP8.");
  const format =
    kind.suffix === "mp4" ? new Mp4OutputFormat({ fastStart: "reserve" }) : new WebMOutputFormat();
  const place = await openFilmFile();
  const output = new Output({ format, target: place.target });
  const source = new VideoSampleSource({ codec: kind.codec, quality: QUALITY });
  output.addVideoTrack(source, { frameRate: FRAMES_PER_SECOND, maximumPacketCount: frames });
  output.setMetadataTags({ title: SOFTWARE, description: DESCRIPTION, comment: DESCRIPTION });
  await output.start();
  return {
    kind,
    place,
    output,
    async add({ pixels, width, height }, frame) {
      const sample = new VideoSample(pixels, {
        format: "RGBX",
        codedWidth: width,
        codedHeight: height,
        timestamp: frame / FRAMES_PER_SECOND,
        duration: 1 / FRAMES_PER_SECOND,
      });
      try {
        await source.add(sample);
      } finally {
        sample.close();
      }
    },
  };
}
