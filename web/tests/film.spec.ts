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

test("a browser that writes no films says so", async ({ demo, page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "VideoEncoder");
  });
  await demo.open();
  await demo.button("Record").click();
  await expect(demo.notice).toContainText("cannot write films: it has no WebCodecs");
  await expect(demo.button("Record")).toBeVisible();
});

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
