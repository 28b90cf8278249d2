import { expect, test } from "vitest";
import { template } from "../../harness/chart/index.ts";
import { chartFolder, descendants, waitFor } from "../../harness/core/index.ts";
import { clipSource } from "../../harness/stream/index.ts";
import { type MetricFamily, metricNames, metricValue, readMetrics } from "../../harness/verify/index.ts";
import { dashboardExpressions, ruleExpressions } from "../monitoring.ts";
import {
  mediaUrl,
  newestSegment,
  publishDuringTest,
  smallLadder,
  startForFile,
  waitForEnd,
  waitForSegments,
} from "./support/streams.ts";

const source = await clipSource();
// Two workers of delivery, which count by themselves.
const set = ["ingest.maxStreams=3", "ingest.transcoder.respawnAfter=1", "delivery.resources.limits.cpu=2"];
const service = await startForFile({ values: [smallLadder], set });

async function scrape(url: string): Promise<MetricFamily[]> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return readMetrics(await response.text());
}
const ofIngest = (): Promise<MetricFamily[]> => scrape(service.ingests[0].metricsUrl);
const ofDelivery = (): Promise<MetricFamily[]> => scrape(service.deliveryMetricsUrl);

test("ingest's metrics of its streams and renditions are true", async () => {
  await publishDuringTest(service, { stream: "cam", source });
  await waitForSegments(service, "cam", "src", 6);
  await waitForEnd(await publishDuringTest(service, { stream: "cam_low", source }));
  const metrics = await ofIngest();
  const stream = { stream: "cam" };
  expect(metricValue(metrics, "hls_cloud_publishers")).toBe(1);
  expect(metricValue(metrics, "hls_cloud_publishers_limit")).toBe(3);
  expect(metricValue(metrics, "hls_cloud_publishers_accepted_total")).toBe(1);
  expect(metricValue(metrics, "hls_cloud_publishers_refused_total")).toBe(1);
  expect(metricValue(metrics, "hls_cloud_stream_state", { ...stream, state: "live" })).toBe(1);
  expect(metricValue(metrics, "hls_cloud_stream_state", { ...stream, state: "stalled" })).toBe(0);
  expect(metricValue(metrics, "hls_cloud_transcoder_restarts_total", stream)).toBe(0);
  const rate = metricValue(metrics, "hls_cloud_stream_received_bytes_per_second", stream);
  const copied = metricValue(metrics, "hls_cloud_rendition_bytes_per_second", { ...stream, rendition: "src" });
  // 1.6 Mbit/s of video, 128 kbit/s of audio; the transport stream adds a little.
  expect(rate).toBeGreaterThan(1.2e6 / 8);
  expect(rate).toBeLessThan(2.5e6 / 8);
  expect(copied / rate).toBeGreaterThan(0.7);
  expect(copied / rate).toBeLessThan(1.5);
  for (const rendition of ["low", "src"]) {
    const labels = { ...stream, rendition };
    expect(metricValue(metrics, "hls_cloud_rendition_segment_age_seconds", labels)).toBeLessThan(5);
    expect(metricValue(metrics, "hls_cloud_rendition_playlist_age_seconds", labels)).toBeLessThan(5);
    // At first ffmpeg catches up with what it has probed.
    await waitFor("real time", { seconds: 20 }, async () => {
      const speed = metricValue(await ofIngest(), "hls_cloud_rendition_speed_ratio", labels);
      expect(Math.abs(speed - 1)).toBeLessThan(0.15);
    });
  }
  const filled = metricValue(metrics, "hls_cloud_media_bytes");
  expect(filled).toBeGreaterThan(copied);
  expect(filled).toBeLessThan(metricValue(metrics, "hls_cloud_media_limit_bytes"));
});

test("an ffmpeg that was started again is counted, and the stream without one falls below real time", async () => {
  await publishDuringTest(service, { stream: "again", source });
  await waitForSegments(service, "again", "low", 3);
  const labels = { stream: "again" };
  expect(metricValue(await ofIngest(), "hls_cloud_transcoder_restarts_total", labels)).toBe(0);
  for (const ffmpeg of await descendants(service.ingests[0].process.pid, "ffmpeg")) process.kill(ffmpeg, "SIGKILL");
  await waitFor("the count of the restart", { seconds: 20 }, async () => {
    expect(metricValue(await ofIngest(), "hls_cloud_transcoder_restarts_total", labels)).toBe(1);
  });
  await waitFor("a speed below real time", { seconds: 20 }, async () => {
    const speed = metricValue(await ofIngest(), "hls_cloud_rendition_speed_ratio", { ...labels, rendition: "low" });
    expect(speed).toBeLessThan(0.95);
  });
});

test("delivery counts what viewers asked for, by status and by what the cache had, and no number ever falls", async () => {
  await publishDuringTest(service, { stream: "asked", source });
  const segment = newestSegment(await waitForSegments(service, "asked", "low", 1)).url;
  await settledCounts();
  const before = await ofDelivery();
  await fetch(segment);
  await Promise.all(Array.from({ length: 40 }, () => fetch(segment, { headers: { Connection: "close" } })));
  await fetch(`${service.deliveryUrl}/hls/asked_low-0.ts`);
  await fetch(`${service.deliveryUrl}/nothing`);
  await fetch(mediaUrl(service, "asked", "low"));
  await fetch(`${service.deliveryUrl}/api/streams`);
  await fetch(`${service.deliveryUrl}/healthz`);
  const between = await ofDelivery();
  const after = await settledCounts();
  const grown = (name: string, labels: Record<string, string>): number =>
    metricValue(after, name, labels) - valueOr0(before, name, labels);
  const requests = "hls_cloud_delivery_requests_total";
  expect(grown(requests, { kind: "segment", status: "2xx" })).toBe(41);
  expect(grown(requests, { kind: "segment", status: "4xx" })).toBe(1);
  expect(grown(requests, { kind: "other", status: "4xx" })).toBe(1);
  expect(grown(requests, { kind: "playlist", status: "2xx" })).toBe(1);
  expect(grown(requests, { kind: "api", status: "2xx" })).toBe(1);
  // A segment that a playlist names is there before anybody asks for it.
  const cache = "hls_cloud_delivery_cache_requests_total";
  expect(grown(cache, { kind: "segment", result: "hit" })).toBe(41);
  expect(grown(cache, { kind: "segment", result: "miss" })).toBe(1);
  for (const { name, type, metrics } of [...before, ...between].filter(({ name }) => name.endsWith("_total"))) {
    expect(type).toBe("COUNTER");
    for (const { labels = {}, value } of metrics) {
      expect(metricValue(after, name, labels)).toBeGreaterThanOrEqual(Number(value));
    }
  }
  expect(metricValue(after, "hls_cloud_delivery_connections", { state: "active" })).toBeGreaterThan(0);
});

test("viewers are a gauge of the pod and of each stream", async () => {
  await publishDuringTest(service, { stream: "seen", source });
  await waitForSegments(service, "seen", "low", 1);
  for (const agent of ["one", "two"]) {
    await fetch(mediaUrl(service, "seen", "low"), { headers: { "User-Agent": agent } });
  }
  await waitFor("the viewers", { seconds: 8 }, async () => {
    const metrics = await ofDelivery();
    // The test's own wait is a third viewer.
    expect(metricValue(metrics, "hls_cloud_stream_viewers", { stream: "seen" })).toBe(3);
    expect(metricValue(metrics, "hls_cloud_viewers")).toBeGreaterThanOrEqual(3);
  });
});

test("no metrics are on the ports of viewers and of the other pods", async () => {
  for (const url of [service.deliveryUrl, service.ingests[0].httpUrl]) {
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  }
  const { origin } = new URL(service.ingests[0].metricsUrl);
  for (const path of ["/", "/stat", "/internal/stat", "/internal/control/drop/publisher", "/publish"]) {
    expect((await fetch(origin + path)).status).toBe(404);
  }
});

test("every metric that a rule or the dashboard asks for is there", async () => {
  await publishDuringTest(service, { stream: "whole", source });
  await waitForSegments(service, "whole", "low", 2);
  await fetch(newestSegment(await waitForSegments(service, "whole", "low", 1)).url);
  const set = ["serviceMonitor", "prometheusRule", "dashboard"].map((object) => `monitoring.${object}.enabled=true`);
  const manifests = await template(chartFolder, { set });
  const rules = ruleExpressions(manifests.filter(({ kind }) => kind === "PrometheusRule")).map(({ expr }) => expr);
  const asked = [...rules, ...dashboardExpressions(manifests)].flatMap(metricNames);
  const settled = await settledCounts();
  const there = [...(await ofIngest()), ...settled].map(({ name }) => name);
  expect([...new Set(asked)].filter((name) => name.startsWith("hls_cloud_") && !there.includes(name))).toEqual([]);
});

/** What delivery counts of the time until now. */
async function settledCounts(): Promise<MetricFamily[]> {
  const marker = { kind: "vod", status: "4xx" };
  const before = valueOr0(await ofDelivery(), "hls_cloud_delivery_requests_total", marker);
  await fetch(`${service.deliveryUrl}/vod/marker`);
  return waitFor("the counts of the last requests", { seconds: 30, period: 500 }, async () => {
    const metrics = await ofDelivery();
    expect(valueOr0(metrics, "hls_cloud_delivery_requests_total", marker)).toBeGreaterThan(before);
    return metrics;
  });
}

function valueOr0(families: readonly MetricFamily[], name: string, labels: Record<string, string>): number {
  try {
    return metricValue(families, name, labels);
  } catch {
    return 0;
  }
}
