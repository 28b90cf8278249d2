import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ChildProcess } from "../../harness/core/index.ts";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import {
  checkStream,
  clipSource,
  fetchMaster,
  fetchMedia,
  probe,
  publishStream,
  type SourceShape,
} from "../../harness/stream/index.ts";
import { mediaUrl, newestSegment, publishDuringTest, smallLadder } from "./support/streams.ts";

const small = { seconds: 24, bitrate: "300k" } as const;

/** Name, source, and the sizes of `low` (160 wide) and `src`. */
const shapes: readonly (readonly [string, SourceShape, readonly string[]])[] = [
  ["silent", { ...small, silent: true, filter: "scale=640:360" }, ["160x90", "640x360"]],
  ["four-by-three", { ...small, filter: "crop=960:720,scale=640:480" }, ["160x120", "640x480"]],
  ["portrait", { ...small, filter: "crop=406:720,scale=360:640" }, ["160x284", "360x640"]],
  ["not-in-whole-blocks", { ...small, filter: "scale=426:238" }, ["160x90", "426x238"]],
  ["ntsc", { ...small, filter: "scale=320:180", rate: "30000/1001", gop: 1.001 }, ["160x90", "320x180"]],
  ["smaller-than-the-ladder", { ...small, filter: "scale=128:72", rate: "12" }, ["128x72", "128x72"]],
  ["anamorphic", { ...small, filter: "scale=352:288,setsar=16/11" }, ["160x130", "352x288"]],
];

describe("publishers of all shapes", () => {
  let service: LocalService;
  const publishers: ChildProcess[] = [];

  beforeAll(async () => {
    service = await startLocalService({ freePorts: true, values: [smallLadder], set: ["ingest.maxStreams=8"] });
    for (const [stream, shape] of shapes) {
      const log = join(service.folder, `${stream}.log`);
      publishers.push(
        await publishStream({ input: await clipSource(shape), server: service.ingests[0].rtmpUrl, stream, log }),
      );
    }
  });

  afterAll(async () => {
    await Promise.all(publishers.map((publisher) => publisher.stop()));
    await service?.stop();
  });

  test.each(shapes)("%s: every rendition plays, as declared, aligned with its source", async (stream, shape, sizes) => {
    const url = `${service.deliveryUrl}/hls/${stream}.m3u8`;
    const report = await checkStream(url, { stream, settings: service.settings, seconds: 60 });
    expect(report.problems).toEqual([]);
    expect(report.renditions.map(({ width, height }) => `${width}x${height}`)).toEqual(sizes);
    const withAudio = (await fetchMaster(url)).map(({ codecs }) => codecs?.includes("mp4a"));
    expect(withAudio).toEqual([!shape.silent, !shape.silent]);
  });
});

test("a ladder of one: the source alone, copied", async () => {
  const values = [join(import.meta.dirname, "../../values-examples/copy-only.yaml")];
  await using service = await startLocalService({ freePorts: true, values });
  await publishDuringTest(service, { stream: "one", source: await clipSource() });
  const report = await checkStream(`${service.deliveryUrl}/hls/one.m3u8`, {
    stream: "one",
    settings: service.settings,
    seconds: 40,
  });
  expect(report.problems).toEqual([]);
  expect(report.renditions.map(({ name, width }) => [name, width])).toEqual([["src", 1280]]);
  expect((await probe(newestSegment(await fetchMedia(mediaUrl(service, "one", "src"))).url)).audio?.codec).toBe("aac");
});
