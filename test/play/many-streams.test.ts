import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { waitFor } from "../../harness/core/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { publishDuringTest, startForFile } from "./support/streams.ts";
import { listStreams } from "./support/streams-api.ts";

const count = 20;

const source = await clipSource({ bitrate: "300k", filter: "scale=320:180" });
const ladder = ["ladder[0].name=src", "ladder[0].copy=true", "ladder[0].maxBitrate=1000k"];
const service = await startForFile({ set: [...ladder, `ingest.maxStreams=${count}`] });

test("twenty streams are listed and measured, and the time of each answer is reported", async ({ annotate }) => {
  for (let n = 0; n < count; n++) await publishDuringTest(service, { stream: `cam-${n}`, source });
  await waitFor("twenty live streams", { seconds: 60 }, async () => {
    const live = (await listStreams(service)).filter(({ state }) => state === "live");
    expect(live).toHaveLength(count);
  });
  const [ingest] = service.ingests;
  const asked = {
    "/api/streams of delivery, from its cache or not": `${service.deliveryUrl}/api/streams`,
    "/streams of ingest": `${ingest.httpUrl}/streams`,
    "/metrics of ingest": ingest.metricsUrl,
    "/metrics of delivery": service.deliveryMetricsUrl,
  };
  for (const [what, url] of Object.entries(asked)) {
    const times = await timesOf(url);
    const middle = times[Math.floor(times.length / 2)]?.toFixed(1);
    await annotate(`${what}, ${count} streams: median ${middle} ms, worst ${times.at(-1)?.toFixed(1)} ms`);
  }
});

/** Milliseconds of some answers, upwards. */
async function timesOf(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < 15; n++) {
    const startedAt = performance.now();
    await (await fetch(url)).text();
    times.push(performance.now() - startedAt);
    // What delivery caches for a second is asked for again after some of these.
    await sleep(300);
  }
  return times.sort((a, b) => a - b);
}
