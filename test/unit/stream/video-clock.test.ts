import { execa } from "execa";
import { expect, test } from "vitest";
import { clip } from "../../../harness/stream/source.ts";
import {
  ageOf,
  clockPeriod,
  clockPixels,
  cutClock,
  drawClock,
  readClock,
} from "../../../harness/stream/video-clock.ts";
import { systemTool } from "../../../harness/tools/tools.ts";

const size = clockPixels.width * clockPixels.height;

/**
 * Brightness of the clock's part of each frame, after the video was encoded to as little as the smallest rendition has.
 */
async function framesOf(filter: string): Promise<Buffer[]> {
  const ffmpeg = await systemTool("ffmpeg");
  const small = ["-c:v", "libx264", "-preset", "superfast", "-b:v", "256k", "-maxrate", "256k", "-bufsize", "256k"];
  const encode = [
    "-i",
    clip,
    "-filter_complex",
    filter,
    "-map",
    "[out]",
    "-frames:v",
    "50",
    ...small,
    "-f",
    "mpegts",
    "pipe:1",
  ];
  const { stdout: video } = await execa(ffmpeg, ["-nostdin", "-v", "error", ...encode], { encoding: "buffer" });
  const decode = ["-v", "error", "-i", "pipe:0", "-vf", `scale=480:-2,${cutClock}`, "-f", "rawvideo", "pipe:1"];
  const { stdout } = await execa(ffmpeg, decode, { input: video, encoding: "buffer" });
  return Array.from({ length: stdout.length / size }, (_, n) => Buffer.from(stdout.subarray(n * size, (n + 1) * size)));
}

test("a clock that was drawn, encoded at a low rate and made smaller is read: the time at which each frame passed", async () => {
  const before = Date.now();
  const frames = await framesOf(
    `[0:v]scale=640:360[in];${drawClock("in", "out", { width: 640, height: 360, rate: 25 })}`,
  );
  const after = Date.now();
  const times = frames.map((frame) => readClock(frame));
  expect(times).toHaveLength(50);
  expect(times).not.toContain(undefined);
  const ages = times.map((time) => ageOf(after, time ?? Number.NaN));
  expect(Math.max(...ages)).toBeLessThanOrEqual(after - before);
  expect(ages).toEqual(ages.toSorted((a, b) => b - a));
  expect(ages.at(-1)).toBeGreaterThanOrEqual(0);
});

test("a frame without a clock has no time", async () => {
  const frames = await framesOf("[0:v]scale=640:360[out]");
  expect(new Set(frames.map((frame) => readClock(frame)))).toEqual(new Set([undefined]));
});

test("every fourth byte may be the brightness, as in a browser's canvas", async () => {
  const bright = new Uint8Array(size * 4);
  expect(readClock(bright, 4)).toBeUndefined();
  bright.fill(255, 0, bright.length / 2);
  expect(readClock(bright, 4)).toBe(clockPeriod - 1);
});

test("the age goes over the clock's new beginning", () => {
  const now = 7 * clockPeriod + 500;
  expect(ageOf(now, clockPeriod - 1000)).toBe(1500);
  expect(ageOf(now, 300)).toBe(200);
});
