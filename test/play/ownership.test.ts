import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import type { LocalIngest } from "../../harness/local/index.ts";
import { clipSource, fetchMedia } from "../../harness/stream/index.ts";
import {
  mediaUrl,
  nextNumber,
  publishDuringTest,
  startTwoPods,
  waitForEnd,
  waitForLine,
  waitForMedia,
  waitForSegments,
} from "./support/streams.ts";

const source = await clipSource();
const { service, first, second } = await startTwoPods({ set: ["ingest.maxStreams=8", "ingest.takeoverAfter=2"] });

async function playlistsOf(ingest: LocalIngest, stream: string): Promise<string[]> {
  const files = await readdir(ingest.mediaFolder, { recursive: true });
  return files.filter((file) => file.includes(`/${stream}`) && /\.(m3u8|mpd)$/.test(file));
}

test("a second publisher of a name is refused, on the same pod and on another", async () => {
  const owner = await publishDuringTest(service, { stream: "taken", source, ingest: first });
  await waitForSegments(service, "taken", "low", 1);
  for (const ingest of [first, second]) {
    const intruder = await publishDuringTest(service, { stream: "taken", source, ingest });
    await waitForEnd(intruder);
    await waitForLine(ingest.process, /refused publisher 127.0.0.1 of stream "taken": somebody publishes it/);
  }
  expect(owner.running).toBe(true);
  expect(await playlistsOf(second, "taken")).toEqual([]);
});

test("of two publishers that come to two pods at once, one is accepted", async () => {
  for (const stream of ["race-1", "race-2", "race-3"]) {
    const both = await Promise.all(
      [first, second].map((ingest) => publishDuringTest(service, { stream, source, ingest })),
    );
    await Promise.race(both.map((publisher) => publisher.ended()));
    await waitForSegments(service, stream, "src", 1);
    expect(both.filter((publisher) => publisher.running)).toHaveLength(1);
    await Promise.all(both.map((publisher) => publisher.stop()));
  }
});

test("a stream that comes back on another pod goes on: numbers grow, the old window stays, then a DISCONTINUITY", async () => {
  const before = await publishDuringTest(service, { stream: "moves", source, ingest: first });
  await waitForSegments(service, "moves", "low", 3);
  await before.stop();
  const old = await waitForMedia(service, "moves", "low", ({ segments }) => segments.length >= 3);
  await publishDuringTest(service, { stream: "moves", source, ingest: second });
  const joined = await waitForMedia(service, "moves", "low", (playlist) => nextNumber(playlist) > nextNumber(old) + 1);
  expect(joined.sequence).toBeGreaterThanOrEqual(old.sequence);
  expect(await playlistsOf(first, "moves")).toEqual([]);
  // Every segment that both windows hold still has its number, and none of the old ones is lost to a viewer.
  const numbers = new Map(joined.segments.map(({ url, number }) => [url, number]));
  for (const { url, number } of old.segments) {
    if (number >= joined.sequence) expect(numbers.get(url)).toBe(number);
    const response = await fetch(url);
    await response.arrayBuffer();
    expect(response.status).toBe(200);
  }
  const fresh = joined.segments.filter(({ url }) => !old.segments.some((segment) => segment.url === url));
  expect(fresh.some(({ discontinuity }) => discontinuity)).toBe(true);
});

test("after its pod was killed with all it knew, a stream goes on with higher numbers elsewhere, and the pod comes back without old playlists", async () => {
  const before = await publishDuringTest(service, { stream: "killed", source, ingest: first });
  const old = await waitForSegments(service, "killed", "low", 3);
  first.process.kill("SIGKILL");
  await waitForEnd(before);
  await publishDuringTest(service, { stream: "killed", source, ingest: second });
  const next = await waitForMedia(
    service,
    "killed",
    "low",
    ({ segments }) => segments.length > 0 && segments[0]?.url !== old.segments[0]?.url,
  );
  expect(next.sequence).toBeGreaterThanOrEqual(nextNumber(old));
  await first.restart();
  expect(await playlistsOf(first, "killed")).toEqual([]);
  // Asked in turn, both pods lead to the new playlist.
  for (let n = 0; n < 6; n++) {
    const { sequence } = await fetchMedia(`${mediaUrl(service, "killed", "low")}?${n}`);
    expect(sequence).toBeGreaterThanOrEqual(next.sequence);
  }
});

test("a publisher that hangs without closing is replaced by its own reconnect on another pod", async () => {
  const hanging = await publishDuringTest(service, { stream: "hangs", source, ingest: first });
  const old = await waitForSegments(service, "hangs", "low", 2);
  hanging.kill("SIGSTOP");
  const reconnect = await publishDuringTest(service, { stream: "hangs", source, ingest: second });
  await waitForMedia(service, "hangs", "low", (playlist) => nextNumber(playlist) > nextNumber(old) + 2);
  expect(reconnect.running).toBe(true);
  await waitForLine(first.process, /dropped the publisher of stream hangs: silent for 2000 ms/);
  expect(await playlistsOf(first, "hangs")).toEqual([]);
  hanging.kill("SIGKILL");
});

test("a stop and a publish on the same pod continue the numbers with a DISCONTINUITY", async () => {
  const before = await publishDuringTest(service, { stream: "again", source, ingest: second });
  await waitForSegments(service, "again", "src", 2);
  await before.stop();
  const old = await waitForMedia(service, "again", "src", ({ segments }) => segments.length >= 2);
  await publishDuringTest(service, { stream: "again", source, ingest: second });
  const joined = await waitForMedia(service, "again", "src", (playlist) => nextNumber(playlist) > nextNumber(old) + 1);
  const at = joined.segments.findIndex(({ number }) => number === nextNumber(old));
  expect(joined.sequence).toBeGreaterThanOrEqual(old.sequence);
  expect(joined.segments.slice(Math.max(at, 0)).some(({ discontinuity }) => discontinuity)).toBe(true);
});
