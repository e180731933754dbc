// The naive way: float32 matrices as plain JavaScript arrays of rows, on the page's main thread.
const shapes = await (await fetch("naive.json")).json();
const numbers = new Float32Array(await (await fetch("naive.bin")).arrayBuffer());
let at = 0;
function take(count) {
  at += count;
  return Array.from(numbers.subarray(at - count, at));
}
const layers = shapes.map(([outputs, inputs]) => ({
  rows: Array.from({ length: outputs }, () => take(inputs)),
  bias: take(outputs),
}));
const z = Array(shapes[0][1]).fill(0);
const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");
const picture = context.createImageData(48, 48);

function decode() {
  return layers.reduce(
    (x, { rows, bias }, n) =>
      rows.map((row, i) => {
        let sum = bias[i];
        for (let j = 0; j < row.length; j++) sum += row[j] * x[j];
        return n < layers.length - 1 ? Math.max(sum, 0) : sum;
      }),
    z,
  );
}

globalThis.decodes = [];
addEventListener("pointermove", (event) => {
  z[0] = event.clientX / 256 - 1;
  z[1] = 1 - event.clientY / 256;
  const begun = performance.now();
  decode().forEach((value, i) => {
    picture.data.set([255 * value, 255 * value, 255 * value, 255], 4 * i);
  });
  context.putImageData(picture, 0, 0);
  globalThis.decodes.push(performance.now() - begun);
  globalThis.answered ??= performance.now();
});
