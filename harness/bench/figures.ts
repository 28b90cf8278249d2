import { max, median, min } from "simple-statistics";
import { HarnessError } from "../core/index.ts";
import type { Bench, Figure, FigureDescription, Goal, Samples } from "./bench.ts";

/**
 * Makes figures of what a benchmark measured.
 * @param quick whether it was the quick run, which measures some of them
 * @throws HarnessError when a figure is missing, or one came that nobody knows
 */
export function figuresOf(bench: Bench, samples: Samples, quick: boolean): Figure[] {
  const wanted = bench.figures.filter((figure) => figure.quick || !quick);
  const exact = wanted.filter(({ name }) => !isFamily(name));
  const unknown = Object.keys(samples).filter((name) => !wanted.some((figure) => describes(figure, name)));
  const missing = exact
    .filter(({ name, optional }) => !(optional && samples[name] === undefined))
    .map(({ name }) => name)
    .filter((name) => !isMeasured(samples[name]));
  if (unknown.length > 0 || missing.length > 0) {
    const what = `The figures are not those described: ${list("missing", missing)}${list("unknown", unknown)}.`;
    const hint = "Correct the description or the measurement.";
    throw new HarnessError({ what, where: `benchmark ${bench.name}`, hint });
  }
  return wanted.flatMap((description) =>
    Object.keys(samples)
      .filter((name) => describes(description, name))
      .map((name) => figureOf({ ...description, name }, samples)),
  );
}

/** Adds what one turn measured of a figure. */
export function addSample(samples: Record<string, number[]>, name: string, value: number): void {
  samples[name] = [...(samples[name] ?? []), value];
}

/** The description of a figure: its own, or that of its family. */
export function descriptionOf(benches: readonly Bench[], name: string): FigureDescription | undefined {
  return benches.flatMap(({ figures }) => figures).find((figure) => describes(figure, name));
}

function describes({ name: described }: FigureDescription, name: string): boolean {
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

function figureOf({ name, unit, reference }: FigureDescription, all: Samples): Figure {
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

/** Whether a figure is as wanted; undefined where there is no goal, nothing to hold against it, or the figure is not valid. */
export function meetsGoal(figure: Figure, goal: Goal | undefined): boolean | undefined {
  const measured = goal?.of === "ratio" ? figure.ratio : figure.value;
  if (!goal || measured === null || figure.invalid !== undefined) return undefined;
  return "atLeast" in goal ? measured >= goal.atLeast : measured <= goal.atMost;
}

/** A goal in words. */
export function goalInWords(goal: Goal): string {
  const bound = "atLeast" in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  return goal.of === "ratio" ? `${bound} times the reference` : bound;
}
