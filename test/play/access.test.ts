import { execa } from "execa";
import { expect, test } from "vitest";
import { clipSource } from "../../harness/stream/index.ts";
import { systemTool } from "../../harness/tools/index.ts";
import { throughNonLoopbackClient } from "./support/non-loopback-client.ts";
import {
  publishDuringTest,
  smallLadder,
  startForFile,
  waitForEnd,
  waitForLine,
  waitForSegments,
} from "./support/streams.ts";

const source = await clipSource();
const service = await startForFile({ values: [smallLadder], set: ["ingest.maxStreams=3"] });

async function playsOverRtmp(url: string): Promise<boolean> {
  const args = ["-v", "error", "-rw_timeout", "3000000", "-i", url, "-show_entries", "stream=codec_name"];
  const { stdout } = await execa(await systemTool("ffprobe"), args, { reject: false, timeout: 10_000 });
  return stdout.includes("h264");
}

test("an encoder publishes from anywhere, but only the ladder's ffmpeg beside nginx plays over RTMP", async () => {
  const [ingest] = service.ingests;
  const server = await throughNonLoopbackClient(ingest.rtmpUrl);
  await publishDuringTest(service, { stream: "cam", source, server });
  await waitForSegments(service, "cam", "low", 1);
  expect(await playsOverRtmp(`${ingest.rtmpUrl}/live/cam`)).toBe(true);
  expect(await playsOverRtmp(`${server}/live/cam`)).toBe(false);
  expect(await playsOverRtmp(`${ingest.rtmpUrl}/show/cam_low`)).toBe(false);
});

test("nobody but the ladder's ffmpeg publishes renditions", async () => {
  const server = await throughNonLoopbackClient(service.ingests[0].rtmpUrl);
  const publisher = await publishDuringTest(service, { stream: "forged_low", source, server, application: "show" });
  await waitForEnd(publisher);
  expect((await fetch(`${service.deliveryUrl}/hls/forged_low.m3u8`)).status).toBe(404);
});

test.each(["cam.1", "cam%20two", "..", "x".repeat(65), "cam_low", "cam_src"])(
  "the name %s is refused, and the log says why",
  async (stream) => {
    const publisher = await publishDuringTest(service, { stream, source });
    await waitForEnd(publisher);
    await waitForLine(service.ingests[0].process, /refused publisher 127.0.0.1 of stream ".*": (a name is|it ends in)/);
  },
);

test("what a publisher adds to its name does not change it, and shows up in no log and no playlist", async () => {
  const stream = "keyed?key=SECRET&name=other&call=update_publish";
  await publishDuringTest(service, { stream, source });
  await waitForSegments(service, "keyed", "low", 1);
  expect((await fetch(`${service.deliveryUrl}/hls/other_low.m3u8`)).status).toBe(404);
  expect(await service.ingests[0].process.output()).not.toContain("SECRET");
  expect(await service.delivery.output()).not.toContain("SECRET");
});
