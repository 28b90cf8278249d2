import { execFileSync } from "node:child_process";
import { FlvReader, type FlvTag, flvTagTypes } from "../../../server/media/flv.ts";
import { readAudioBody } from "../../../server/media/flv-audio.ts";
import { readVideoBody } from "../../../server/media/flv-video.ts";
import type { Frame } from "../../../server/media/frame.ts";

const path = "test/fixtures/bigbuckbunny-720p25-5s.mp4";

/** What ffmpeg makes of its arguments, with these bytes on its standard input. */
export function ffmpeg(args: readonly string[], input?: Uint8Array): Uint8Array {
  return execFileSync("ffmpeg", ["-v", "error", ...args], { ...(input && { input }), maxBuffer: 2 ** 28 });
}

export interface Probed {
  readonly frames: number;
  readonly firstPts: number;
  readonly lastPts: number;
}

/**
 * How many frames ffmpeg decodes of the only stream, and when the first and the last are shown, in seconds. An error of
 * the decoder throws.
 */
export function decoded(bytes: Uint8Array): Probed {
  const args = ["-v", "error", "-show_frames", "-show_entries", "frame=pts_time", "-of", "csv=p=0", "pipe:0"];
  const text = execFileSync("ffprobe", args, {
    input: bytes,
    maxBuffer: 2 ** 26,
    stdio: ["pipe", "pipe", "pipe"],
  }).toString();
  const times = text.match(/^[\d.]+/gm)?.map(Number) ?? [];
  return { frames: times.length, firstPts: Math.min(...times), lastPts: Math.max(...times) };
}

/** The real clip as FLV. */
export function clipAsFlv(): Uint8Array {
  return ffmpeg(["-i", path, "-c", "copy", "-f", "flv", "pipe:1"]);
}

/** The real clip as one track's CMAF, a fragment for each frame, as the ladder's ffmpeg writes it. */
export function clipAsCmaf(track: "v" | "a", ...codec: readonly string[]): Uint8Array {
  const output = ["-copyts", "-movflags", "cmaf+frag_every_frame+frag_discont", "-f", "mp4", "pipe:1"];
  return ffmpeg(["-i", path, "-map", `0:${track}`, ...(codec.length > 0 ? codec : ["-c", "copy"]), ...output]);
}

export interface ClipTrack {
  readonly configuration: Uint8Array;
  readonly timescale: number;
  readonly frames: readonly Frame[];
}

export interface Clip {
  readonly tags: readonly FlvTag[];
  readonly video: ClipTrack;
  readonly audio: ClipTrack;
}

/** The clip's tracks as frames, from FLV's milliseconds. */
export function readClip(): Clip {
  const tags = new FlvReader().push(clipAsFlv());
  const video: Frame[] = [];
  const audio: Frame[] = [];
  let avcC = new Uint8Array(0);
  let config = new Uint8Array(0);
  for (const tag of tags) {
    if (tag.type === flvTagTypes.video) {
      const body = readVideoBody(tag.payload);
      if (body.kind === "configuration") avcC = new Uint8Array(body.data);
      if (body.kind !== "frame") continue;
      const { keyframe, data } = body;
      const decodeTime = tag.timestamp * 90;
      video.push({ decodeTime, duration: 3600, compositionOffset: body.compositionTime * 90, keyframe, data });
    } else if (tag.type === flvTagTypes.audio) {
      const body = readAudioBody(tag.payload);
      if (body.kind === "configuration") config = new Uint8Array(body.data);
      if (body.kind !== "frame") continue;
      audio.push({
        decodeTime: audio.length * 1024,
        duration: 1024,
        compositionOffset: 0,
        keyframe: true,
        data: body.data,
      });
    }
  }
  return {
    tags,
    video: { configuration: avcC, timescale: 90000, frames: video },
    audio: { configuration: config, timescale: 48000, frames: audio },
  };
}

/** Cuts bytes into chunks of these sizes, over and over. */
export function chunked(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const size = sizes[index % sizes.length] ?? bytes.length;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}
