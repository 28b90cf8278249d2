import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { codecsMatch, probe } from "../../../harness/stream/probe.ts";
import { systemTool } from "../../../harness/tools/tools.ts";
import { videoOf } from "../../../njs/video.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

/** Videos whose parameter sets nginx-rtmp's own statistics misread, and ordinary ones. */
test.each([
  ["1080 lines, cropped", ["-s", "1920x1080"]],
  ["interlaced", ["-s", "720x576", "-flags", "+ildct+ilme"]],
  ["interlaced and cropped", ["-s", "1920x1080", "-flags", "+ildct+ilme"]],
  ["4:2:2 in ten bits", ["-s", "426x238", "-pix_fmt", "yuv422p10le"]],
  ["4:4:4", ["-s", "322x182", "-pix_fmt", "yuv444p"]],
  ["ten bits", ["-s", "320x180", "-pix_fmt", "yuv420p10le"]],
  ["baseline", ["-s", "320x180", "-profile:v", "baseline"]],
  ["main", ["-s", "322x180", "-profile:v", "main"]],
  ["scaling matrices", ["-s", "320x180", "-x264-params", "cqm=jvt"]],
])("the size and codec of video with %s are read from its segment", async (_, args) => {
  const file = join(await temporaryFolder(), "segment.ts");
  const source = ["-f", "lavfi", "-i", "testsrc=rate=25", "-f", "lavfi", "-i", "sine", "-t", "0.4"];
  const video = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", ...args];
  await execa(await systemTool("ffmpeg"), ["-v", "error", ...source, ...video, "-c:a", "aac", "-f", "mpegts", file]);
  const found = videoOf(file);
  const media = await probe(file);
  expect(found).toMatchObject({ width: media.video?.width, height: media.video?.height });
  expect(codecsMatch(`${found?.codec},mp4a.40.2`, media), `${found?.codec} ${JSON.stringify(media)}`).toBe(true);
});

test("a segment without video has none", async () => {
  const file = join(await temporaryFolder(), "segment.ts");
  const args = ["-v", "error", "-f", "lavfi", "-i", "sine", "-t", "0.2", "-c:a", "aac", "-f", "mpegts", file];
  await execa(await systemTool("ffmpeg"), args);
  // ffmpeg puts the only track where video is expected: no parameter set is found in sound.
  expect(videoOf(file)).toBeUndefined();
});
