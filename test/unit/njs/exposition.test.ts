import { expect, test } from "vitest";
import { metricValue, readMetrics } from "../../../harness/verify/prometheus.ts";
import { exposition, type Metric, single } from "../../../njs/exposition.ts";

test("what is written is what Prometheus reads, whatever a label holds", async () => {
  const nasty = ['"', "\\", "\n", 'a"b\\n\nc', "ä{}=,", ""];
  const metric: Metric = {
    name: "labelled",
    help: 'Two\nlines, a \\ and a ".',
    type: "gauge",
    samples: nasty.map((label, index) => ({ labels: { label, other: "x" }, value: index + 0.5 })),
  };
  const families = await readMetrics(exposition([single("counter", "requests_total", "Requests.", 12), metric]));
  // They come in any order.
  const read = Object.fromEntries(families.map(({ name, type, help }) => [name, { type, help }]));
  expect(read).toEqual({
    hls_cloud_requests_total: { type: "COUNTER", help: "Requests." },
    hls_cloud_labelled: { type: "GAUGE", help: metric.help },
  });
  expect(metricValue(families, "hls_cloud_requests_total")).toBe(12);
  nasty.forEach((label, index) => {
    expect(metricValue(families, "hls_cloud_labelled", { label, other: "x" })).toBe(index + 0.5);
  });
});

test("a metric without samples is left out", () => {
  expect(exposition([{ name: "none", help: "None.", type: "gauge", samples: [] }])).toBe("");
});
