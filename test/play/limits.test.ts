import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalService, startLocalService } from "../../harness/local/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import {
  nextNumber,
  publishDuringTest,
  waitForEnd,
  waitForLine,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

/** Copies alone, so that the limits are what is tested and not the encoder. */
const copyOnly = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=600k", "hls.fragment=1"];

let service: LocalService;
let modest: string;

beforeAll(async () => {
  modest = await clipSource({ seconds: 24, bitrate: "300k", filter: "scale=320:180" });
  service = await startLocalService({ freePorts: true, set: [...copyOnly, "ingest.maxStreams=2"] });
});

afterAll(() => service?.stop());

test("a publisher beyond ingest.maxStreams is refused and logged, and comes in once there is room", async () => {
  const first = await publishDuringTest(service, { stream: "first", source: modest });
  await publishDuringTest(service, { stream: "second", source: modest });
  const before = await waitForSegments(service, "first", "src", 1);
  await waitForSegments(service, "second", "src", 1);
  const third = await publishDuringTest(service, { stream: "third", source: modest });
  await waitForEnd(third);
  await waitForLine(
    service.ingests[0].process,
    /refused publisher 127.0.0.1 of stream "third": this pod has its 2 streams \(ingest.maxStreams\)/,
  );
  await waitForMedia(service, "first", "src", (playlist) => nextNumber(playlist) > nextNumber(before));
  await first.stop();
  await publishDuringTest(service, { stream: "third", source: modest });
  await waitForSegments(service, "third", "src", 1);
});

test("a publisher far above maxBitrate is dropped and logged; the other stream goes on without a gap", async () => {
  const steady = await publishDuringTest(service, { stream: "steady", source: modest });
  await waitForSegments(service, "steady", "src", 2);
  const greedy = await publishDuringTest(service, { stream: "greedy", source: await clipSource() });
  await waitForEnd(greedy, 30);
  await waitForLine(
    service.ingests[0].process,
    /dropped publisher 127.0.0.1 of stream greedy: it sends \d+ kbit\/s, the ladder allows 600/,
  );
  const after = await waitForMedia(service, "steady", "src", ({ segments }) => segments.length >= 6);
  expect(steady.running).toBe(true);
  expect(after.segments.slice(1).some(({ discontinuity }) => discontinuity)).toBe(false);
});
