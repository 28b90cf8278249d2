import type { MetricDescription, Plot } from "../bench.ts";
import { addSample } from "../metrics.ts";
import { type IngestUsage, measures } from "./ingest-usage.ts";

/** What an ingest pod uses, by the number of something. */
export interface Curve {
  /** What there is more and more of, as in the metrics' names. */
  readonly of: string;
  /** How many, from the fewest, which are the reference of the others. */
  readonly steps: readonly number[];
  /** Those of the quick run. */
  readonly quickSteps: readonly number[];
}

export function metricsOf({ of, steps, quickSteps }: Curve): MetricDescription[] {
  const [fewest = 0] = steps;
  return steps.flatMap((count) =>
    measures.map(({ name, unit, what }): MetricDescription => {
      return {
        ...{ name: nameOf(of, name, count), unit, description: `${what}, with ${count} ${of}.` },
        ...(count === fewest ? {} : { reference: nameOf(of, name, fewest) }),
        quick: quickSteps.includes(count),
      };
    }),
  );
}

export function plotsOf({ of, steps }: Curve): Plot[] {
  return measures.map(({ name, unit, what }) => {
    const points = steps.map((count) => ({ metric: nameOf(of, name, count), series: "one ingest pod", x: count }));
    return { file: `growth-${of}-${name}`, title: `${what}, by ${of}`, kind: "lines", x: of, y: unit, points };
  });
}

/** Adds what was measured at a step. */
export function addUsage(samples: Record<string, number[]>, { of }: Curve, count: number, usage: IngestUsage): void {
  for (const { name } of measures) addSample(samples, nameOf(of, name, count), usage[name]);
}

function nameOf(of: string, measure: string, count: number): string {
  return `growth.${of}.${measure}.${count}`;
}
