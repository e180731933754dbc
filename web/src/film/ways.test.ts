import { expect, test } from "vitest";
import { ways } from "./ways";

const ENGINE = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  `Mozilla/5.0 (X11; Linux x86_64) ${ENGINE} Version/26.0 Safari/605.1.15`,
  `Mozilla/5.0 (X11; Ubuntu; Linux x86_64) ${ENGINE} Version/18.0 Safari/605.1.15 Epiphany/605.1.15`,
  `Mozilla/5.0 (Wayland; Linux aarch64) ${ENGINE} Version/17.4 Safari/605.1.15`,
])("WebKitGTK begins with a GIF: %s", (agent) => {
  expect(ways(true, agent)).toEqual(["gif", "video"]);
});

test.each([
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${ENGINE} Version/26.0 Safari/605.1.15`,
  `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${ENGINE} Version/26.0 Mobile/15E148 Safari/604.1`,
])("others begin with a video: %s", (agent) => {
  expect(ways(true, agent)).toEqual(["video", "gif"]);
});

test("without a video encoder there is a GIF", () => {
  expect(ways(false, "anything")).toEqual(["gif"]);
});
