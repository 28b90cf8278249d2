import { ChildProcess } from "../core/index.ts";
import { clipSource, drawClock } from "../stream/index.ts";
import { systemTool } from "../tools/index.ts";

/** The video that is published: pixels, and frames a second. */
const video = { width: 640, height: 360, rate: 25 } as const;

/** Of its encoder, below the default ladder's best rendition, so that players choose one that the ladder made. */
const bitrate = "1200k";

export interface ClockPublisherOptions {
  /** `rtmp://host:port`. */
  readonly server: string;
  /** Name of the stream. */
  readonly stream: string;
  /** File for what ffmpeg says. */
  readonly log: string;
}

/**
 * Publishes real footage with the clock in it, a keyframe each second, as an encoder set up for little delay.
 * ffmpeg decodes, draws and encodes it on the way, so that a frame's clock is the moment at which it could be seen.
 */
export async function publishClock({ server, stream, log }: ClockPublisherOptions): Promise<ChildProcess> {
  const { width, height, rate } = video;
  const input = await clipSource({ filter: `scale=${width}:${height}`, bitrate });
  const args = [
    ...["-nostdin", "-v", "warning", "-re", "-stream_loop", "-1", "-i", input],
    ...["-filter_complex", drawClock("0:v", "clock", video), "-map", "[clock]", "-map", "0:a"],
    ...["-c:v", "libx264", "-preset", "superfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p"],
    ...["-b:v", bitrate, "-maxrate", bitrate, "-bufsize", bitrate, "-g", String(rate), "-sc_threshold", "0"],
    ...["-c:a", "copy", "-f", "flv", `${server}/live/${stream}`],
  ];
  return ChildProcess.start(await systemTool("ffmpeg"), args, { title: "the publisher", log, stopSignal: "SIGTERM" });
}
