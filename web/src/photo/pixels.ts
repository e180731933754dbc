/** Pixels [height, width, channels], row by row: grey, red green blue, or with a fourth beside. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** A part of a picture: from left and top, up to right and bottom. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function blank(width: number, height: number, channels: 1 | 3 | 4): Pixels {
  return { width, height, channels, data: new Uint8ClampedArray(width * height * channels) };
}

/** A part of a picture, in red, green and blue. */
export function cut(picture: Pixels, { left, top, right, bottom }: Box): Pixels {
  const part = blank(right - left, bottom - top, 3);
  const { data, channels, width } = picture;
  const third = channels === 1 ? 0 : 2;
  for (let row = top, at = 0; row < bottom; row++) {
    for (let from = (row * width + left) * channels, i = left; i < right; i++, from += channels) {
      part.data[at++] = data[from] as number;
      part.data[at++] = data[from + (third >> 1)] as number;
      part.data[at++] = data[from + third] as number;
    }
  }
  return part;
}

/** The brightness of colours, by the weights of ITU-R BT.601 in 15 bits, as OpenCV has them. */
export function grey(colours: Pixels): Pixels {
  const { width, height, channels, data } = colours;
  const result = blank(width, height, 1);
  for (let i = 0, from = 0; i < result.data.length; i++, from += channels) {
    const [red, green, blue] = [data[from], data[from + 1], data[from + 2]] as [
      number,
      number,
      number,
    ];
    result.data[i] = (red * 9798 + green * 19235 + blue * 3735 + 16384) >> 15;
  }
  return result;
}

/**
 * The mean of every square of side x side pixels; at the right and at the bottom, of what there is
 * of it. Halves go to the even neighbour, or upwards where four pixels are averaged, as OpenCV does.
 */
export function average(picture: Pixels, side: number): Pixels {
  if (side === 1) return picture;
  const { width, height, channels, data } = picture;
  const result = blank(Math.ceil(width / side), Math.ceil(height / side), channels);
  const line = result.width * channels;
  const sums = new Float64Array(line);
  for (let row = 0; row < result.height; row++) {
    const bottom = Math.min((row + 1) * side, height);
    sums.fill(0);
    for (let y = row * side; y < bottom; y++) gather(sums, data, y * width * channels, width);
    for (let column = 0; column < result.width; column++) {
      const count = (bottom - row * side) * (Math.min((column + 1) * side, width) - column * side);
      for (let channel = 0; channel < channels; channel++) {
        const mean = (sums[column * channels + channel] as number) / count;
        result.data[row * line + column * channels + channel] =
          count === 4 ? Math.floor(mean + 0.5) : mean; // a clamped array rounds halves to even
      }
    }
  }
  return result;

  /** Adds a row to the sums of its squares. */
  function gather(into: Float64Array, from: Uint8ClampedArray, start: number, pixels: number) {
    for (let x = 0, at = start, to = 0; x < pixels; to += channels) {
      for (const end = Math.min(x + side, pixels); x < end; x++, at += channels) {
        for (let channel = 0; channel < channels; channel++) {
          into[to + channel] = (into[to + channel] as number) + (from[at + channel] as number);
        }
      }
    }
  }
}

const EVEN = 0x00ff00ff;

/**
 * What `average` makes of a picture of four channels, several times as fast: two channels of a
 * pixel are added at once, as two numbers of 16 bits in one.
 *
 * @param side At most 8, so that no sum is too large; halves go upwards.
 */
export function shrunk(picture: Pixels, side: number): Pixels {
  if (side === 1) return picture;
  const { width, height, data } = picture;
  const result = blank(Math.ceil(width / side), Math.ceil(height / side), 4);
  const source = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const target = new Uint32Array(result.data.buffer);
  for (let row = 0, at = 0; row < height; row += side) {
    const bottom = Math.min(row + side, height);
    for (let column = 0; column < width; column += side) {
      const right = Math.min(column + side, width);
      const count = (bottom - row) * (right - column);
      let even = 0;
      let odd = 0;
      for (let y = row; y < bottom; y++) {
        for (let i = y * width + column, end = y * width + right; i < end; i++) {
          const pixel = source[i] as number;
          even += pixel & EVEN;
          odd += (pixel >>> 8) & EVEN;
        }
      }
      const half = count >> 1;
      target[at++] =
        divided(even & 0xffff, count, half) |
        (divided(odd & 0xffff, count, half) << 8) |
        (divided(even >>> 16, count, half) << 16) |
        (divided(odd >>> 16, count, half) << 24);
    }
  }
  return result;
}

const divided = (sum: number, count: number, half: number) => ((sum + half) / count) | 0;

/** The same picture, left and right exchanged. */
export function mirrored(picture: Pixels): Pixels {
  const { width, height, channels, data } = picture;
  const result = blank(width, height, channels);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels;
      const to = (row * width + width - 1 - column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        result.data[to + channel] = data[from + channel] as number;
      }
    }
  }
  return result;
}
