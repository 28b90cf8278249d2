/** Metrics of a delivery pod. */
import { type Metric, type Sample, single } from "./exposition.ts";
import type { RequestCounts } from "./request-counts.ts";

/**
 * Metrics of this pod.
 *
 * @param requests counts by the lines of the log
 * @param viewers by stream
 * @param connections by state
 */
export function deliveryMetrics(
  requests: RequestCounts,
  viewers: Record<string, number>,
  connections: Record<string, number>,
): Metric[] {
  const byStatus: Sums = {};
  const byCache: Sums = {};
  Object.keys(requests).forEach((line) => {
    const words = line.split(" ");
    const kind = words[0] || "";
    const status = words[1] || "";
    const cache = words[2] || "-";
    const count = requests[line] || 0;
    addTo(byStatus, `${kind} ${status[0]}xx`, count);
    if (cache !== "-") {
      addTo(byCache, `${kind} ${cache.toLowerCase()}`, count);
    }
  });
  const streams = Object.keys(viewers);
  return [
    {
      name: "delivery_requests_total",
      help: "Requests of viewers by what they asked for and the class of the status.",
      type: "counter",
      samples: samplesOf(byStatus, "status"),
    },
    {
      name: "delivery_cache_requests_total",
      help: "Requests that the cache was asked for, by what it had.",
      type: "counter",
      samples: samplesOf(byCache, "result"),
    },
    {
      name: "delivery_connections",
      help: "Connections to this pod, by what they do.",
      type: "gauge",
      samples: Object.keys(connections).map((state) => ({ labels: { state }, value: connections[state] || 0 })),
    },
    single(
      "gauge",
      "viewers",
      "Viewers of this pod in the last 10 to 20 s.",
      streams.reduce((sum, stream) => sum + (viewers[stream] || 0), 0),
    ),
    {
      name: "stream_viewers",
      help: "Viewers of a stream that this pod serves, in the last 10 to 20 s.",
      type: "gauge",
      samples: streams.map((stream) => ({ labels: { stream }, value: viewers[stream] || 0 })),
    },
  ];
}

type Sums = Record<string, number>;

function addTo(sums: Sums, key: string, count: number): void {
  sums[key] = (sums[key] || 0) + count;
}

function samplesOf(sums: Sums, second: string): Sample[] {
  return Object.keys(sums)
    .sort()
    .map((key) => {
      const words = key.split(" ");
      const labels: Record<string, string> = { kind: words[0] || "" };
      labels[second] = words[1] || "";
      return { labels, value: sums[key] || 0 };
    });
}
