import Table from "cli-table3";
import type { Bench, Metric } from "./bench.ts";
import { descriptionOf, goalInWords, meetsGoal } from "./metrics.ts";

/** All metrics with their units, for `--help`; those of the quick run have a star. */
export function metricList(benches: readonly Bench[]): string {
  const lines = benches
    .flatMap(({ metrics }) => metrics)
    .map(({ name, unit, description, quick, reference, goal }) => {
      const against = reference === undefined ? "" : ` Reference: ${reference}.`;
      const wanted = goal === undefined ? "" : ` Goal: ${goalInWords(goal)}.`;
      return `${quick ? "*" : " "} ${name} [${unit}]\n      ${description}${against}${wanted}`;
    });
  return ["Metrics (* in the quick run too):", ...lines].join("\n");
}

/** What was measured, for a person at the terminal. */
export function metricTable(benches: readonly Bench[], metrics: readonly Metric[]): string {
  const table = new Table({ head: ["metric", "value", "unit", "ratio", "spread", "goal"] });
  for (const metric of metrics) {
    const met = meetsGoal(metric, descriptionOf(benches, metric.name)?.goal);
    const goal = metric.invalid !== undefined ? "not valid" : met === undefined ? "" : met ? "met" : "missed";
    table.push([metric.name, metric.value, metric.unit, metric.ratio ?? "", metric.spread, goal]);
  }
  return table.toString();
}
