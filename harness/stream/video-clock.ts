/**
 * A clock in the video that a machine reads: one cell for each bit of the milliseconds, and below it a cell with its
 * opposite, so that a damaged frame, or one without a clock, is not taken for a time. The cells are large enough to
 * survive the smallest rendition at its bitrate.
 */

/** Bits of the clock: it counts milliseconds and begins anew after 17 minutes. */
const bits = 20;

/** Milliseconds after which the clock begins anew. */
export const clockPeriod = 2 ** bits;

/** Rows of cells: the bits, and their opposites. */
const rows = 2;

/** The part of the frame's height that a row of cells takes. */
const rowHeight = 1 / 12;

/** What a reader cuts out of the frame's top, as a part of its height; it is as wide as the frame. */
export const clockHeight = rows * rowHeight;

/** Pixels to which that part is reduced for reading: each cell is so many of them wide and high. */
const cell = 8;
export const clockPixels = { width: bits * cell, height: rows * cell } as const;

/** ffmpeg filter that leaves nothing of a frame but that part, for `readClock`. */
export const cutClock = `crop=iw:ih*${clockHeight}:0:0,scale=${clockPixels.width}:${clockPixels.height},format=gray`;

/** Least difference of a bit's two cells, of 255. Black and white of a compressed frame differ by 200. */
const leastContrast = 80;

/**
 * ffmpeg filters that draw the clock: the time at which a frame passes them.
 * @param input label of the video
 * @param output label of what comes out, at a steady rate
 * @param size pixels of the video
 * @param rate frames a second
 */
export function drawClock(
  input: string,
  output: string,
  { width, height, rate }: { readonly width: number; readonly height: number; readonly rate: number },
): string {
  // Timestamps become the clock for a while, since geq sees no other time. RTCTIME is in microseconds.
  const wall = `settb=1/1000,setpts=mod(RTCTIME/1000\\,${clockPeriod})`;
  const bit = `mod(floor(round(T*1000)/pow(2\\,${bits - 1}-X))\\,2)`;
  const cells = `crop=${bits}:${rows}:0:0,format=gray,geq=lum='16+219*if(Y\\,1-${bit}\\,${bit})'`;
  const strip = `scale=${width}:${Math.round(height * clockHeight)}:flags=neighbor,format=yuv420p`;
  return (
    `[${input}]${wall},split[video][cells];[cells]${cells},${strip}[strip];` +
    `[video][strip]overlay=0:0:format=yuv420,settb=1/1000,setpts=N*1000/${rate}[${output}]`
  );
}

/**
 * Reads the clock from the brightness of its part, reduced to `clockPixels`.
 * @param brightness one byte a pixel, line by line; or more of them, with the step between two pixels
 * @param step bytes of a pixel
 * @returns milliseconds of the clock's period; undefined where there is no clock to read
 */
export function readClock(brightness: ArrayLike<number>, step = 1): number | undefined {
  const lightOf = (row: number, bit: number): number => {
    const [x, y] = [bit * cell + cell / 2, row * cell + cell / 2];
    return brightness[(y * clockPixels.width + x) * step] ?? Number.NaN;
  };
  let value = 0;
  for (let bit = 0; bit < bits; bit++) {
    const contrast = lightOf(0, bit) - lightOf(1, bit);
    if (!(Math.abs(contrast) >= leastContrast)) return undefined;
    value = value * 2 + (contrast > 0 ? 1 : 0);
  }
  return value;
}

/**
 * How old a frame is.
 * @param at milliseconds of the wall clock (Date.now()) at which it was seen
 * @param shown what its clock says
 * @returns milliseconds
 */
export function ageOf(at: number, shown: number): number {
  const age = (Math.floor(at) - shown) % clockPeriod;
  return age > clockPeriod / 2 ? age - clockPeriod : age;
}
