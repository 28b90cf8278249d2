import { expect, test } from "vitest";
import { checkStream, clipSource, fetchOk } from "../../harness/stream/index.ts";
import {
  nextNumber,
  publishDuringTest,
  startTwoPods,
  waitForEnd,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";
import { listStreams, waitForStream } from "./support/streams-api.ts";

/** Two ingest processes and one delivery process on one folder, as pods are on a shared volume. */
const source = await clipSource();
const { service, first, second } = await startTwoPods({
  sharedMedia: true,
  set: [
    ...["storage.mode=shared", "storage.shared.existingClaim=claim"],
    ...["ingest.maxStreams=2", "delivery.accessLog=false"],
  ],
});

test("on a shared volume every rendition plays, in HLS and DASH", async () => {
  await publishDuringTest(service, { stream: "cam", source });
  const report = await checkStream(`${service.deliveryUrl}/hls/cam.m3u8`, {
    stream: "cam",
    settings: service.settings,
    seconds: 40,
  });
  expect(report.problems).toEqual([]);
  expect(await (await fetchOk(`${service.deliveryUrl}/dash/cam_low.mpd`)).text()).toContain("<MPD");
});

test("the API lists the streams of each pod once, with their viewers, also where delivery writes no access log", async () => {
  const ingests = [first, second];
  for (const [index, ingest] of ingests.entries()) {
    await publishDuringTest(service, { stream: `of-${index}`, source, ingest });
  }
  for (const index of ingests.keys()) {
    await waitForSegments(service, `of-${index}`, "low", 1);
    const live = await waitForStream(service, `of-${index}`, ({ state, viewers }) => state === "live" && viewers === 1);
    expect(live.renditions.map(({ name }) => name)).toEqual(["low", "src"]);
  }
  expect((await listStreams(service)).map(({ name }) => name)).toEqual(["of-0", "of-1"]);
});

test("a stream whose pod was killed goes on from the same window on the other pod", async () => {
  const before = await publishDuringTest(service, { stream: "moves", source, ingest: first });
  await waitForSegments(service, "moves", "low", 3);
  first.process.kill("SIGKILL");
  await waitForEnd(before);
  const old = await waitForSegments(service, "moves", "low", 3);
  await publishDuringTest(service, { stream: "moves", source, ingest: second });
  const joined = await waitForMedia(service, "moves", "low", (playlist) => nextNumber(playlist) > nextNumber(old));
  const fresh = joined.segments.find(({ number }) => number === nextNumber(old));
  expect(joined.sequence).toBeGreaterThanOrEqual(old.sequence);
  expect(fresh?.discontinuity ?? true).toBe(true);
  await first.restart();
});
