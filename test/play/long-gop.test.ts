import { describe, expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { startLocalService } from "../../harness/local/index.ts";
import { clipSource, fetchMaster, probe } from "../../harness/stream/index.ts";
import { publishDuringTest, smallLadder, waitForSegments } from "./support/streams.ts";

describe("a publisher with a keyframe every ten seconds", () => {
  const shape = { seconds: 40, gop: 10, bitrate: "300k", filter: "scale=320:180" } as const;

  test("the encoded renditions keep the fragment, the copy follows the publisher", async () => {
    await using service = await startLocalService({ freePorts: true, values: [smallLadder] });
    await publishDuringTest(service, { stream: "slow", source: await clipSource(shape) });
    const copy = await waitForSegments(service, "slow", "src", 1);
    const encoded = await waitForSegments(service, "slow", "low", 4);
    expect(copy.segments[0]?.duration).toBeCloseTo(10, 1);
    for (const { duration } of encoded.segments.slice(-3)) expect(duration).toBeCloseTo(1, 1);
    // A viewer does not wait for the copy, and finds it in the list once it is there.
    const master = await fetchMaster(`${service.deliveryUrl}/hls/slow.m3u8`);
    expect(master.length).toBeGreaterThanOrEqual(1);
    await waitFor("both renditions in the master playlist", { seconds: 20 }, async () => {
      const { length } = await fetchMaster(`${service.deliveryUrl}/hls/slow.m3u8`);
      if (length < 2) throw new Error(`${length} renditions`);
    });
  });

  test("alignToSource makes all renditions follow the publisher", async () => {
    const set = ["ingest.transcoder.alignToSource=true"];
    await using service = await startLocalService({ freePorts: true, values: [smallLadder], set });
    await publishDuringTest(service, { stream: "slow", source: await clipSource(shape) });
    const [low, src] = await Promise.all(
      ["low", "src"].map((rendition) => waitForSegments(service, "slow", rendition, 1)),
    );
    const starts = [];
    for (const playlist of [low, src]) {
      const segment = playlist?.segments[0];
      expect(segment?.duration).toBeCloseTo(10, 1);
      starts.push((await probe(segment?.url ?? "")).video?.start ?? Number.NaN);
    }
    expect(Math.abs((starts[0] ?? 0) - (starts[1] ?? 0))).toBeLessThan(0.041);
  });
});
