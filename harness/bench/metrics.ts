import { max, median, min } from "simple-statistics";
import { HarnessError } from "../core/index.ts";
import type { Bench, Goal, Metric, MetricDescription, Samples } from "./bench.ts";

/**
 * Makes metrics of what a benchmark measured.
 * @param quick whether it was the quick run, which measures some of them
 * @throws HarnessError when a metric is missing, or one came that nobody knows
 */
export function metricsOf(bench: Bench, samples: Samples, quick: boolean): Metric[] {
  const wanted = bench.metrics.filter((metric) => metric.quick || !quick);
  const exact = wanted.filter(({ name }) => !isFamily(name));
  const unknown = Object.keys(samples).filter((name) => !wanted.some((metric) => describes(metric, name)));
  const missing = exact
    .filter(({ name, optional }) => !(optional && samples[name] === undefined))
    .map(({ name }) => name)
    .filter((name) => !isMeasured(samples[name]));
  if (unknown.length > 0 || missing.length > 0) {
    const what = `The metrics are not those described: ${list("missing", missing)}${list("unknown", unknown)}.`;
    const hint = "Correct the description or the measurement.";
    throw new HarnessError({ what, where: `benchmark ${bench.name}`, hint });
  }
  return wanted.flatMap((description) =>
    Object.keys(samples)
      .filter((name) => describes(description, name))
      .map((name) => metricOf({ ...description, name }, samples)),
  );
}

/** Adds what one turn measured of a metric. */
export function addSample(samples: Record<string, number[]>, name: string, value: number): void {
  samples[name] = [...(samples[name] ?? []), value];
}

/** The description of a metric: its own, or that of its family. */
export function descriptionOf(benches: readonly Bench[], name: string): MetricDescription | undefined {
  return benches.flatMap(({ metrics }) => metrics).find((metric) => describes(metric, name));
}

function describes({ name: described }: MetricDescription, name: string): boolean {
  return isFamily(described) ? name.startsWith(described.slice(0, -1)) : name === described;
}

function isFamily(name: string): boolean {
  return name.endsWith(".*");
}

function isMeasured(samples: readonly number[] | undefined): boolean {
  return samples !== undefined && samples.length > 0 && samples.every(Number.isFinite);
}

function list(what: string, names: readonly string[]): string {
  return names.length > 0 ? `${what} ${names.join(", ")}; ` : "";
}

function metricOf({ name, unit, reference }: MetricDescription, all: Samples): Metric {
  const samples = (all[name] ?? []).map(rounded);
  const value = median(samples);
  const others = reference === undefined ? undefined : all[reference];
  if (reference === undefined || !others || others.length === 0) {
    return { name, value: rounded(value), unit, reference: null, ratio: null, spread: spreadOf(samples), samples };
  }
  const ratios = samples.map((sample, turn) => sample / (others[turn] ?? median([...others]))).filter(Number.isFinite);
  return {
    name,
    value: rounded(value),
    unit,
    reference: { name: reference, value: rounded(median([...others])) },
    ratio: ratios.length > 0 ? rounded(median(ratios)) : null,
    spread: spreadOf(ratios.length > 0 ? ratios : samples),
    samples,
  };
}

/** (largest - smallest) / median; 0 where all are 0. */
function spreadOf(samples: number[]): number {
  const middle = median(samples);
  return middle === 0 ? 0 : rounded((max(samples) - min(samples)) / Math.abs(middle));
}

/** To four digits: none of the measurements has more. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/**
 * Whether a metric is as wanted; undefined where there is no goal, nothing to hold against it, or the metric is not
 * valid.
 */
export function meetsGoal(metric: Metric, goal: Goal | undefined): boolean | undefined {
  const measured = goal?.of === "ratio" ? metric.ratio : metric.value;
  if (!goal || measured === null || metric.invalid !== undefined) return undefined;
  return "atLeast" in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}

/** A goal in words. */
export function goalInWords(goal: Goal): string {
  const bound = "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  return goal.of === "ratio" ? `${bound} times the reference` : bound;
}
