import { rm, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { ChildProcess, InputError } from "../core/index.ts";
import { systemTool } from "../tools/index.ts";

export interface PublisherOptions {
  /** File or URL. */
  readonly input: string;
  /** `rtmp://host:port`. */
  readonly server: string;
  /** Name of the stream. */
  readonly stream: string;
  /** File for what ffmpeg says. */
  readonly log: string;
  /** Its key. No process list shows it. */
  readonly key?: string;
  /** Application; `live` by default. */
  readonly application?: string;
  /** Further arguments for the output. */
  readonly output?: readonly string[];
}

/**
 * Publishes a file, in a loop and at its own speed, or a URL. What RTMP cannot carry is encoded.
 * @throws InputError when the input has no video or cannot be read
 */
export async function publishStream(options: PublisherOptions): Promise<ChildProcess> {
  const { input, server, stream, log, key, application = "live", output = [] } = options;
  const codecs = await inputCodecs(input);
  const pace = isUrl(input) ? [] : ["-re", "-stream_loop", "-1"];
  const video = codecs.video === "h264" ? ["-c:v", "copy"] : ["-c:v", "libx264", "-preset", "veryfast", "-g", "50"];
  const audio = codecs.audio === "aac" ? ["-c:a", "copy"] : ["-c:a", "aac"];
  const keyFile = `${log}.preset`;
  const secret = key === undefined ? [] : ["-fpre", keyFile];
  // A preset file may hold any option, and what follows the application's name is one. It wins over the URL's.
  if (key !== undefined) await writeFile(keyFile, `rtmp_playpath=${stream}?key=${key}\n`, { mode: 0o600 });
  const args = [
    ...["-nostdin", "-v", "warning", ...pace, "-i", input, "-map", "0:v:0", "-map", "0:a:0?"],
    ...[...video, ...audio, ...output, ...secret, "-f", "flv", `${server}/${application}/${stream}`],
  ];
  const ffmpeg = await systemTool("ffmpeg");
  const publisher = ChildProcess.start(ffmpeg, args, { title: "the publisher", log, stopSignal: "SIGTERM" });
  if (key !== undefined) void publisher.ended().then(() => rm(keyFile, { force: true }));
  return publisher;
}

function isUrl(input: string): boolean {
  return /^[a-z]+:\/\//.test(input);
}

async function inputCodecs(input: string): Promise<{ video: string; audio?: string }> {
  const entries = ["-show_entries", "stream=codec_name,codec_type", "-of", "json"];
  const result = await execa(await systemTool("ffprobe"), ["-v", "error", ...entries, input], { reject: false });
  const streams = (JSON.parse(result.stdout || "{}").streams ?? []) as { codec_name: string; codec_type: string }[];
  const video = streams.find((stream) => stream.codec_type === "video");
  if (!video) {
    const what = result.failed ? `The input cannot be read: ${result.stderr.trim()}` : "The input has no video.";
    throw new InputError({ what, where: input, hint: "Give --input a video file or the URL of a video." });
  }
  const audio = streams.find((stream) => stream.codec_type === "audio");
  return { video: video.codec_name, ...(audio ? { audio: audio.codec_name } : {}) };
}
