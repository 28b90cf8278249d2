import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalIngest, type LocalService, startLocalService } from "../../scripts/lib/local-service.ts";
import { fetchOk } from "../../scripts/lib/playlists.ts";
import { clipSource } from "../../scripts/lib/source.ts";
import { checkStream } from "../../scripts/lib/stream-check.ts";
import { nextNumber, publishDuringTest, smallLadder, waitForEnd, waitForMedia, waitForSegments } from "./streams.ts";

/** Two ingest processes and one delivery process on one folder, as pods are on a shared volume. */
let service: LocalService;
let source: string;

beforeAll(async () => {
  source = await clipSource();
  const set = ["storage.mode=shared", "storage.shared.existingClaim=claim", "ingest.maxStreams=2"];
  service = await startLocalService({ ingests: 2, sharedMedia: true, values: [smallLadder], set });
});

afterAll(() => service?.stop());

test("on a shared volume every rendition plays, in HLS and DASH", async () => {
  await publishDuringTest(service, { stream: "cam", source });
  const report = await checkStream(`${service.deliveryUrl}/hls/cam.m3u8`, "cam", service.settings, 40);
  expect(report.problems).toEqual([]);
  expect(await (await fetchOk(`${service.deliveryUrl}/dash/cam_low.mpd`)).text()).toContain("<MPD");
});

test("a stream whose pod was killed goes on from the same window on the other pod", async () => {
  const [first, second] = service.ingests as [LocalIngest, LocalIngest];
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
