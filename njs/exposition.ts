/** Prometheus' text format, version 0.0.4. */

export interface Sample {
  readonly labels: Record<string, string>;
  readonly value: number;
}

export interface Metric {
  /** Without the prefix that all have. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly Sample[];
}

const PREFIX = "hls_cloud_";

/** What the format is called in HTTP. */
export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Text of all metrics that have a sample. */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter((metric) => metric.samples.length > 0)
    .map((metric) => {
      const name = PREFIX + metric.name;
      const help = `# HELP ${name} ${escaped(metric.help)}\n# TYPE ${name} ${metric.type}\n`;
      return help + metric.samples.map((sample) => `${name}${labelsOf(sample.labels)} ${sample.value}\n`).join("");
    })
    .join("");
}

/** A metric of one value. */
export function single(type: Metric["type"], name: string, help: string, value: number): Metric {
  return { name, help, type, samples: [{ labels: {}, value }] };
}

function labelsOf(labels: Record<string, string>): string {
  const pairs = Object.keys(labels).map((key) => `${key}="${escaped(labels[key] || "").replace(/"/g, '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
}
