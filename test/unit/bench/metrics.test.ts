import { expect, test } from "vitest";
import type { Bench } from "../../../harness/bench/bench.ts";
import { meetsGoal, metricsOf } from "../../../harness/bench/metrics.ts";

const bench: Bench = {
  name: "speed",
  description: "How fast.",
  metrics: [
    { name: "speed.bare", unit: "MB/s", description: "The reference.", quick: true },
    { name: "speed.chart", unit: "MB/s", description: "The chart.", reference: "speed.bare", quick: true },
    { name: "speed.many", unit: "MB/s", description: "In the full run alone.", quick: false },
  ],
  plots: [],
  run: () => Promise.reject(new Error("not run here")),
};

test("a metric is the median of its samples, and its ratio that of the ratios turn by turn", () => {
  // The machine was slower in the second turn: that meets both, and leaves the ratio as it is.
  const samples = { "speed.bare": [100, 50, 200], "speed.chart": [90, 45, 160] };
  expect(metricsOf(bench, samples, true)).toEqual([
    {
      name: "speed.bare",
      value: 100,
      unit: "MB/s",
      reference: null,
      ratio: null,
      spread: 1.5,
      samples: [100, 50, 200],
    },
    {
      ...{ name: "speed.chart", value: 90, unit: "MB/s", reference: { name: "speed.bare", value: 100 } },
      ...{ ratio: 0.9, spread: 0.1111, samples: [90, 45, 160] },
    },
  ]);
});

test("a metric without a sample, or one that nobody described, is an error", () => {
  expect(() => metricsOf(bench, { "speed.bare": [1] }, true)).toThrow("missing speed.chart");
  expect(() => metricsOf(bench, { "speed.bare": [Number.NaN], "speed.chart": [1] }, true)).toThrow("speed.bare");
  const samples = { "speed.bare": [1], "speed.chart": [1], "speed.more": [1] };
  expect(() => metricsOf(bench, samples, true)).toThrow("unknown speed.more");
  expect(() => metricsOf(bench, { "speed.bare": [1], "speed.chart": [1] }, false)).toThrow("missing speed.many");
});

test("a metric that not every machine can measure may be left out, but not measured badly", () => {
  const optional = { ...bench, metrics: bench.metrics.map((metric) => ({ ...metric, optional: true })) };
  expect(metricsOf(optional, { "speed.bare": [1] }, true).map(({ name }) => name)).toEqual(["speed.bare"]);
  expect(() => metricsOf(optional, { "speed.bare": [Number.NaN] }, true)).toThrow("missing speed.bare");
});

test("one description stands for all metrics of a family, even where there is none", () => {
  const phases = { ...bench, metrics: [{ name: "speed.phase.*", unit: "s", description: "Each phase.", quick: true }] };
  const names = metricsOf(phases, { "speed.phase.install": [3], "speed.phase.play": [4] }, true).map(
    ({ name }) => name,
  );
  expect(names).toEqual(["speed.phase.install", "speed.phase.play"]);
  expect(metricsOf(phases, {}, true)).toEqual([]);
  expect(() => metricsOf(phases, { "speed.phases": [1] }, true)).toThrow("unknown speed.phases");
});

test("a goal of the ratio judges the ratio, one of the value the value", () => {
  const [, chart] = metricsOf(bench, { "speed.bare": [100], "speed.chart": [90] }, true);
  if (!chart) throw new Error("there is no metric");
  expect(meetsGoal(chart, { of: "ratio", atLeast: 0.95 })).toBe(false);
  expect(meetsGoal(chart, { of: "ratio", atLeast: 0.9 })).toBe(true);
  expect(meetsGoal(chart, { of: "value", atMost: 89 })).toBe(false);
  expect(meetsGoal(chart, undefined)).toBeUndefined();
});
