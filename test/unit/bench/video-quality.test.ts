import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { type VideoQuality, videoQuality } from "../../../harness/bench/video-quality.ts";
import { clipSource } from "../../../harness/stream/source.ts";
import { systemTool } from "../../../harness/tools/tools.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const frameRate = 25;

/** Quality of the clip's first two seconds, encoded again. */
async function qualityAt(bitrate: string): Promise<VideoQuality> {
  const source = await clipSource({ seconds: 2, bitrate: "2000k", filter: "scale=320:180" });
  const file = join(await temporaryFolder(), "made.flv");
  const encode = ["-i", source, "-an", "-vf", "scale=160:90", "-c:v", "libx264", "-b:v", bitrate, "-f", "flv", file];
  await execa(await systemTool("ffmpeg"), ["-v", "error", ...encode]);
  return videoQuality(file, source, frameRate, AbortSignal.timeout(60_000));
}

test("more bits are a better quality, by every measure", async () => {
  const [poor, good] = [await qualityAt("30k"), await qualityAt("200k")];
  expect([poor.frames, good.frames]).toEqual([2 * frameRate, 2 * frameRate]);
  expect(good.rate).toBeGreaterThan(2 * poor.rate);
  expect(good.psnr).toBeGreaterThan(poor.psnr + 1);
  expect(good.ssim).toBeGreaterThan(poor.ssim);
  // Debian's ffmpeg has no VMAF.
  expect(good.vmaf === undefined).toBe(poor.vmaf === undefined);
  if (good.vmaf !== undefined) expect(good.vmaf).toBeGreaterThan((poor.vmaf ?? 0) + 1);
  expect(good.peakRate).toBeGreaterThanOrEqual(good.rate);
});
