import { expect, test } from "vitest";
import { runViewerLoad } from "../../harness/bench/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, smallLadder, startDuringTest, waitForSegments } from "./support/streams.ts";

test("the benchmarks' viewers get each segment once and in its order, and notice when delivery is away", async () => {
  const service = await startDuringTest({ values: [smallLadder] });
  const stream = "load";
  await publishDuringTest(service, { stream, source: await clipSource() });
  await waitForSegments(service, stream, "low", 4);
  const { signal } = new AbortController();
  const options = { url: `${service.deliveryUrl}/hls/${stream}.m3u8`, viewers: 20, rampSeconds: 1, signal };
  let steady = 0;
  const onSteady = async (): Promise<void> => void steady++;

  const report = await runViewerLoad({ ...options, steadySeconds: 10, onSteady });
  expect(steady).toBe(1);
  expect(report).toMatchObject({ viewers: 20, errors: 0, saturated: "" });
  // Three that were there, and those of ten seconds; two for the ends of the time.
  const each = report.segments / report.viewers;
  const fragments = 10 / service.settings.fragmentSeconds;
  expect(each).toBeGreaterThanOrEqual(3 + fragments - 2);
  expect(each).toBeLessThanOrEqual(3 + fragments + 2);
  expect(report.bytes / report.segments).toBeGreaterThan(10_000);

  await service.delivery.stop();
  const alone = await runViewerLoad({ ...options, steadySeconds: 2, onSteady });
  expect(alone).toMatchObject({ segments: 0 });
  expect(alone.errors).toBeGreaterThan(20);
});
