import { parser } from "@prometheus-io/lezer-promql";
import { execa } from "execa";
import { fetchedTool } from "../tools/index.ts";

/** A metric, as Prometheus reads it. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "COUNTER" | "GAUGE" | "UNTYPED";
  readonly metrics: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: string }[];
}

/**
 * Reads metrics by Prometheus' own parser of its text format.
 * @throws ExecaError with what it says, when the text is not in the format
 */
export async function readMetrics(text: string): Promise<MetricFamily[]> {
  const { stdout } = await execa(await fetchedTool("prom2json"), [], { input: text });
  return JSON.parse(stdout) as MetricFamily[];
}

/**
 * The value of a metric with these labels, and no others.
 * @throws Error when there is none
 */
export function metricValue(
  families: readonly MetricFamily[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const family = families.find((each) => each.name === name);
  const wanted = JSON.stringify(Object.entries(labels).toSorted());
  const found = family?.metrics.find(
    (metric) => JSON.stringify(Object.entries(metric.labels ?? {}).toSorted()) === wanted,
  );
  if (!found) throw new Error(`no ${name} with ${wanted}: ${JSON.stringify(family?.metrics)}`);
  return Number(found.value);
}

/**
 * Reads an expression by Prometheus' own grammar.
 * @returns names of the metrics in it
 * @throws Error when it is none
 */
export function metricNames(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter: ({ type, from, to }) => {
      const text = expression.slice(from, to);
      if (type.isError) throw new Error(`not PromQL after ${expression.slice(0, from)}: ${expression}`);
      if (type.name === "Identifier" && text.includes("_")) names.push(text);
    },
  });
  return names;
}
