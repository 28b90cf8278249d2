import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { projectRoot } from "../core/index.ts";
import { cacheFolder, systemTool } from "../tools/index.ts";

/**
 * Real footage: Big Buck Bunny (test/fixtures/README.md). It has one keyframe, and audio a little longer than video.
 */
export const clip = join(projectRoot, "test/fixtures/bigbuckbunny-720p25-5s.mp4");

/** What a source is to be made of the clip. */
export interface SourceShape {
  /** Seconds; 40 by default. */
  readonly seconds?: number;
  /** Seconds between keyframes; 1 by default. */
  readonly gop?: number;
  /** Frames a second; the clip's 25 by default. */
  readonly rate?: string;
  /** ffmpeg filter for the video, such as `scale=640:480`. */
  readonly filter?: string;
  /** Leave the audio out. */
  readonly silent?: boolean;
  /** Video bit/s, such as `1600k`. */
  readonly bitrate?: string;
}

/**
 * Makes a source of the clip that can be looped, once for each shape, in the cache folder.
 * @returns its path
 */
export async function clipSource(shape: SourceShape = {}): Promise<string> {
  const args = sourceArguments(shape);
  const key = createHash("sha256")
    .update(await readFile(clip))
    .update(JSON.stringify(args))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), "sources");
  const file = join(folder, `${key}.mp4`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  const partial = join(folder, `${key}.${process.pid}.mp4`);
  await execa(await systemTool("ffmpeg"), ["-nostdin", "-v", "error", "-y", ...args, partial]);
  // Two runs may make it at once; each sees a whole file.
  await rename(partial, file);
  return file;
}

function sourceArguments({
  seconds = 40,
  gop = 1,
  rate = "25",
  filter,
  silent,
  bitrate = "1600k",
}: SourceShape): string[] {
  const audio = silent ? ["-an"] : ["-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"];
  return [
    ...["-stream_loop", "-1", "-i", clip, "-map", "0:v:0", ...audio],
    ...["-vf", [`fps=${rate}`, filter ?? []].flat().join(","), "-t", String(seconds)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-b:v", bitrate, "-maxrate", bitrate, "-bufsize", bitrate],
    ...["-force_key_frames", `expr:gte(t,n_forced*${gop}-0.001)`, "-sc_threshold", "0", "-g", "100000"],
    ...["-pix_fmt", "yuv420p", "-movflags", "+faststart"],
  ];
}
