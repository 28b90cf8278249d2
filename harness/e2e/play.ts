/** Plays every rendition of a stream with ffmpeg, as it is live, and checks what came. */
import { join } from "node:path";
import { execa } from "execa";
import { ingestSettings } from "../chart/index.ts";
import { systemTool } from "../tools/index.ts";
import { type Context, deliveryUrl, mediaUrl, problem, toTenth } from "./context.ts";

/** Seconds of video to play. */
const duration = 30;

/** Seconds that a machine may take beyond that: it joins, and waits for the live edge. */
const slack = 45;

/**
 * Plays every rendition at once, in HLS and, where it is on, in DASH.
 * @returns seconds of video that each gave
 * @throws E2eError for a gap, a decode error or too little video
 */
export async function playAll(context: Context, stream: string): Promise<Record<string, number>> {
  const { renditions, dash } = ingestSettings(context.release.manifests);
  const sources = renditions.flatMap(({ name, suffix }) => {
    const manifest = `${deliveryUrl(context)}/dash/${stream}${suffix}.mpd`;
    const hls = [`HLS ${name}`, mediaUrl(context, stream, name)] as const;
    return dash ? [hls, [`DASH ${name}`, manifest] as const] : [hls];
  });
  const played = await Promise.all(
    sources.map(async ([title, url]) => [title, await play(context, title, url)] as const),
  );
  return Object.fromEntries(played);
}

/** Records without decoding, which five renditions in two protocols would not leave room for; decodes afterwards. */
async function play(context: Context, title: string, url: string): Promise<number> {
  const file = join(context.logs, `${title.replace(" ", "-")}.mkv`);
  const ffmpeg = await systemTool("ffmpeg");
  const record = ["-nostdin", "-v", "warning", "-i", url, "-map", "0:v:0", "-map", "0:a:0", "-c", "copy"];
  const recorded = await execa(ffmpeg, [...record, "-t", String(duration), "-y", file], {
    reject: false,
    timeout: (duration + slack) * 1000,
  });
  if (recorded.failed) throw problem(`${title} does not play.`, recorded.stderr || recorded.shortMessage || "");
  // Counted anew, since only decoding is checked: nginx-rtmp's DASH rounds times to milliseconds, and gives two
  // frames where fragments meet the same one.
  const video = ["-map", "0:v:0", "-vf", "setpts=N/FR/TB", "-f", "rawvideo", "-y", "/dev/null"];
  const audio = ["-map", "0:a:0", "-af", "asetpts=N/SR/TB", "-f", "s16le", "-y", "/dev/null"];
  const decode = ["-nostdin", "-v", "error", "-xerror", "-i", file, ...video, ...audio];
  const decoded = await execa(ffmpeg, decode, { reject: false });
  if (decoded.failed || decoded.stderr !== "") throw problem(`${title} has errors.`, decoded.stderr);
  return assertWhole(title, await frameTimes(file));
}

/** Presentation times of the video's frames in seconds, in their order. */
async function frameTimes(file: string): Promise<number[]> {
  const show = ["-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0"];
  const { stdout } = await execa(await systemTool("ffprobe"), ["-v", "error", ...show, file]);
  const times = stdout.split("\n").map((line) => Number.parseFloat(line));
  return times.filter((time) => Number.isFinite(time)).toSorted((a, b) => a - b);
}

/** Seconds between two frames that a viewer would notice: a few frames of 25 a second. */
const gap = 0.2;

function assertWhole(title: string, times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => ({ at: time, step: time - (times[index] ?? 0) }));
  const gaps = steps.filter(({ step }) => step > gap);
  if (gaps.length > 0) throw problem(`${title} has gaps.`, JSON.stringify(gaps));
  const seconds = toTenth((times.at(-1) ?? 0) - (times[0] ?? 0));
  if (seconds < duration - 1) throw problem(`${title} gave too little video.`, `${seconds} s of ${duration} s`);
  return seconds;
}
