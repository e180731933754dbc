import type { Page } from "@playwright/test";
import { ALL_FORMATS, BufferSource, Input } from "mediabunny";
import { type Demo, expect, test } from "./visit";

test.use({ serviceWorkers: "block" });

/** Levels that two pictures may be apart on average: films are compressed. */
const TOLERANCE = 4;

/** What a reader that knows nothing of the page finds in a film. */
async function read(content: Buffer) {
  const input = new Input({
    source: new BufferSource(new Uint8Array(content)),
    formats: ALL_FORMATS,
  });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("there is no video in it");
  const { packetCount } = await track.computePacketStats();
  return {
    duration: await input.computeDuration(),
    frames: packetCount,
    codec: track.codec,
    width: track.codedWidth,
    height: track.codedHeight,
    tags: await input.getMetadataTags(),
  };
}

/** A side of the pictures that are compared. */
const SIDE = 144;

/** The first and the last frame as a browser plays them, shrunk: the level of every pixel. */
async function played(demo: Demo, content: Buffer, type: string) {
  const page = await demo.page.context().newPage();
  await page.goto(`${demo.url}model/model.json`); // a page without a policy of its own
  const frames = await page.evaluate(
    async ([text, kind, side]) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const video = document.createElement("video");
      video.muted = true;
      video.src = URL.createObjectURL(new Blob([bytes], { type: kind }));
      await new Promise((resolve, reject) => {
        video.onloadeddata = resolve;
        video.onerror = () => reject(new Error(video.error?.message));
      });
      const look = async (time: number) => {
        const seeked = new Promise((resolve) => {
          video.onseeked = resolve;
        });
        // Where the film is said to be may not yet be the frame that is drawn.
        const presented = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        video.currentTime = time;
        await Promise.all([seeked, presented]);
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = side;
        const context = canvas.getContext("2d");
        context?.drawImage(video, 0, 0, side, side);
        const data = context?.getImageData(0, 0, side, side).data;
        return Array.from(data ?? []).filter((_, i) => i % 4 === 0);
      };
      return [await look(0.01), await look(video.duration - 0.01)] as const;
    },
    [content.toString("base64"), type, SIDE] as const,
  );
  await page.close();
  return frames;
}

/** The face on show, as large as the frames that are compared with it. */
async function shown(demo: Demo): Promise<number[]> {
  await demo.ready();
  return demo.face.locator("canvas").evaluate((face: HTMLCanvasElement, side) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context?.drawImage(face, 0, 0, side, side);
    const data = context?.getImageData(0, 0, side, side).data;
    return Array.from(data ?? []).filter((_, i) => i % 4 === 0);
  }, SIDE);
}

const apart = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, level, i) => sum + Math.abs(level - (b[i] ?? 0)), 0) / a.length;

test("a recording becomes an MP4 film of just what happened", async ({ demo, page, site }) => {
  await demo.open();
  const first = await shown(demo);
  expect(site.requests.filter((path) => path.includes("write-"))).toEqual([]);
  const begun = Date.now();
  await demo.button("Record").click();
  await expect(page.getByText("Recording what the face does")).toBeVisible();
  for (const x of [-0.8, -0.4, 0, 0.4, 0.8]) await demo.hover(x, -x);
  await demo.direction("age").fill("2");
  const last = await shown(demo);
  await expect(page.getByText(/Recording what the face does: 0:(0[1-9]|[1-5]\d)/)).toBeVisible();
  const { name, content } = await demo.download("Stop recording");
  const seconds = (Date.now() - begun) / 1000;
  expect(name).toBe("morphing-face.mp4");
  await expect(demo.notice).toContainText("The film is saved");

  const film = await read(content);
  expect(film).toMatchObject({ codec: "avc", width: 576, height: 576 });
  expect(film.frames).toBeGreaterThanOrEqual(30);
  expect(film.duration).toBeCloseTo(film.frames / 30, 2);
  expect(film.duration).toBeLessThan(seconds);
  await expect(demo.notice).toContainText(`${film.frames} frames`);
  expect(film.tags.title).toBe("Morphing Faces");
  expect(film.tags.comment).toBe("A face made by a model, not a photograph.");
  const frames = await played(demo, content, "video/mp4");
  expect(apart(frames[0], first)).toBeLessThan(TOLERANCE);
  expect(apart(frames[1], last)).toBeLessThan(TOLERANCE);
  expect(apart(frames[0], last)).toBeGreaterThan(2 * TOLERANCE);
});

test("where H.264 cannot be encoded, or no file can be put aside, the film is a WebM", async ({
  demo,
  page,
}) => {
  await page.addInitScript(() => {
    const supported = VideoEncoder.isConfigSupported.bind(VideoEncoder);
    VideoEncoder.isConfigSupported = async (config) =>
      config.codec.startsWith("avc") ? { supported: false, config } : supported(config);
    navigator.storage.getDirectory = () => Promise.reject(new DOMException("no", "SecurityError"));
  });
  await demo.open();
  const first = await shown(demo);
  await demo.button("Record").click();
  await demo.hover(0.8, 0.8);
  await demo.ready();
  const { name, content } = await demo.download("Stop recording");
  expect(name).toBe("morphing-face.webm");
  const film = await read(content);
  expect(film).toMatchObject({ codec: "vp9", width: 576, height: 576 });
  expect(film.tags.title).toBe("Morphing Faces");
  expect(JSON.stringify(film.tags)).toContain("made by a model");
  const [begin] = await played(demo, content, "video/webm");
  expect(apart(begin, first)).toBeLessThan(TOLERANCE);
});

/** A GIF as a browser decodes it: seconds, and the level of every pixel of the first and last frame. */
async function unpacked(page: Page, content: Buffer) {
  return page.evaluate(
    async ([text, side]) => {
      const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const decoder = new ImageDecoder({ data: bytes, type: "image/gif" });
      await decoder.tracks.ready;
      await decoder.completed;
      const frames: number[][] = [];
      let microseconds = 0;
      const count = decoder.tracks.selectedTrack?.frameCount ?? 0;
      for (let frameIndex = 0; frameIndex < count; frameIndex++) {
        const { image } = await decoder.decode({ frameIndex });
        microseconds += image.duration ?? 0;
        if (frameIndex && frameIndex < count - 1) continue;
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = side;
        const context = canvas.getContext("2d");
        context?.drawImage(image, 0, 0, side, side);
        const data = context?.getImageData(0, 0, side, side).data;
        frames.push(Array.from(data ?? []).filter((_, i) => i % 4 === 0));
      }
      const [first = [], last = first] = frames;
      return { first, last, seconds: microseconds / 1e6 };
    },
    [content.toString("base64"), SIDE] as const,
  );
}

test("a browser without WebCodecs writes a GIF", async ({ demo, page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "VideoEncoder");
  });
  await demo.open();
  const first = await shown(demo);
  await demo.button("Record").click();
  await demo.hover(0.8, 0.8);
  const last = await shown(demo);
  await expect(page.getByText(/Recording what the face does: 0:(0[1-9]|[1-5]\d)/)).toBeVisible();
  const { name, content } = await demo.download("Stop recording");
  expect(name).toBe("morphing-face.gif");
  expect(content.toString("latin1")).toContain("A face made by a model, not a photograph.");
  expect([content.readUInt16LE(6), content.readUInt16LE(8)]).toEqual([240, 240]);
  const [, said = ""] = /(\d+) frames/.exec((await demo.notice.textContent()) ?? "") ?? [];
  const film = await unpacked(page, content);
  expect(film.seconds).toBeCloseTo(Number(said) / 20, 6);
  expect(apart(film.first, first)).toBeLessThan(TOLERANCE);
  expect(apart(film.last, last)).toBeLessThan(TOLERANCE);
  expect(apart(film.first, last)).toBeGreaterThan(2 * TOLERANCE);
});

test.describe("a browser that names itself as WebKitGTK", () => {
  test.use({
    userAgent:
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  });

  test("begins with a GIF, and touches no video encoder", async ({ demo, page }) => {
    await page.addInitScript(() => {
      for (const name of ["configure", "encode"] as const) {
        VideoEncoder.prototype[name] = () => {
          throw new Error("the process would be dead now");
        };
      }
      VideoEncoder.isConfigSupported = () => Promise.reject(new Error("touched"));
    });
    await demo.open();
    await demo.button("Record").click();
    await demo.hover(0.8, 0.8);
    await demo.ready();
    const { name } = await demo.download("Stop recording");
    expect(name).toBe("morphing-face.gif");
  });
});

test("a visit that ends while its film is written finds the recording again, and another way", async ({
  demo,
  page,
}) => {
  // The encoder never answers, as in a process that has died; then the page is loaded anew.
  await page.addInitScript(() => {
    VideoEncoder.isConfigSupported = () => new Promise(() => undefined);
  });
  await demo.open();
  const first = await shown(demo);
  await demo.button("Record").click();
  await demo.hover(0.8, 0.8);
  const last = await shown(demo);
  await demo.button("Stop recording").click();
  await expect(page.getByText(/Writing the film: 0 of \d+ frames/)).toBeVisible();
  await page.reload();
  await expect(demo.notice).toContainText("is still here: the visit ended before its film");
  const { name, content } = await demo.download("Write it as a GIF");
  expect(name).toBe("morphing-face.gif");
  const film = await unpacked(page, content);
  expect(apart(film.first, first)).toBeLessThan(TOLERANCE);
  expect(apart(film.last, last)).toBeLessThan(TOLERANCE);
  await expect(demo.notice).toContainText("The film is saved");
  await page.reload();
  await demo.ready();
  await expect(demo.button("Record")).toBeEnabled();
  expect(await page.evaluate(kept)).toEqual([]);
});

/** What is put aside of recordings. */
async function kept(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await caches.keys()) {
    if (!name.includes("recordings")) continue;
    for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  }
  return found;
}

test("writing a film can be given up, and leaves nothing behind", async ({ demo, page }) => {
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(/write-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await demo.open();
  await demo.button("Record").click();
  await demo.hover(0.5, 0.5);
  await demo.button("Stop recording").click();
  await expect(page.getByText(/Writing the film: 0 of \d+ frames/)).toBeVisible();
  await expect(demo.button("Record")).toBeDisabled();
  await demo.button("Cancel the film").click();
  go();
  await expect(demo.notice).toContainText("No film was written");
  await expect(demo.button("Record")).toBeEnabled();
  const left = await page.evaluate(async () => {
    const names: string[] = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
    return names;
  });
  expect(left).toEqual([]);
  expect(await page.evaluate(kept)).toEqual([]);
});

test("a film that could not be written is explained, and can be tried again", async ({
  demo,
  site,
}) => {
  site.fail("write-", "missing");
  await demo.open();
  await demo.button("Record").click();
  await demo.hover(0.5, 0.5);
  await demo.button("Stop recording").click();
  await expect(demo.notice).toContainText("The film was not written");
  site.fail("write-", null);
  const { content } = await demo.download("Try again to write the film");
  expect((await read(content)).codec).toBe("avc");
});
