import { execa } from "execa";
import { ageOf, clockPixels, cutClock, readClock } from "../stream/index.ts";
import { systemTool } from "../tools/index.ts";

export interface FfmpegViewerOptions {
  /** URL of a media playlist. */
  readonly playlist: string;
  /** Seconds of play that do not count. */
  readonly settle: number;
  /** Seconds of play that count. */
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/**
 * Plays HLS by ffmpeg at its own speed, from where ffmpeg begins by itself: three segments before the end.
 * @returns ages of the decoded frames, in milliseconds
 */
export async function agesSeenByFfmpeg({ playlist, settle, seconds, signal }: FfmpegViewerOptions): Promise<number[]> {
  const { width, height } = clockPixels;
  const output = ["-map", "0:v:0", "-vf", cutClock, "-t", String(settle + seconds), "-f", "rawvideo", "pipe:1"];
  const args = ["-nostdin", "-v", "error", "-re", "-i", playlist, ...output];
  const ages: number[] = [];
  let from = Number.POSITIVE_INFINITY;
  let rest = Buffer.alloc(0);
  const viewer = execa(await systemTool("ffmpeg"), args, {
    encoding: "buffer",
    buffer: { stdout: false },
    cancelSignal: signal,
  });
  for await (const chunk of viewer.iterable({ from: "stdout", binary: true })) {
    const at = Date.now();
    from = Math.min(from, at + settle * 1000);
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= width * height; rest = rest.subarray(width * height)) {
      const shown = readClock(rest);
      if (shown !== undefined && at >= from) ages.push(ageOf(at, shown));
    }
  }
  return ages;
}
