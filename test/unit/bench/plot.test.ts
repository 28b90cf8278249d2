import { expect, test } from "vitest";
import type { Metric, Plot } from "../../../harness/bench/bench.ts";
import { drawPlot } from "../../../harness/bench/plot.ts";

const metric = (name: string, value: number): Metric => {
  return { name, value, unit: "1", reference: null, ratio: null, spread: 0, samples: [value] };
};

const plot: Plot = {
  file: "growth",
  title: "CPU by viewers",
  kind: "lines",
  x: "viewers",
  y: "share of a core",
  points: [
    { metric: "a", series: "chart", x: 1000 },
    { metric: "b", series: "chart", x: 3000 },
  ],
};

test("a plot shows what was measured, the same each time", async () => {
  const svg = await drawPlot(plot, [metric("a", 0.1), metric("b", 0.3)]);
  expect(svg).toMatch(/viewers: 3000; share of a core: 0\.3; series: chart.*CPU by viewers/s);
  expect(await drawPlot(plot, [metric("a", 0.1), metric("b", 0.3)])).toBe(svg);
  expect(await drawPlot(plot, [metric("a", 0.1), metric("b", 0.4)])).not.toBe(svg);
  const bars = await drawPlot({ ...plot, kind: "bars" }, [metric("a", 0.1)]);
  expect(bars).toContain("bar");
});

test("a plot of nothing is not drawn", async () => {
  expect(await drawPlot(plot, [metric("other", 1)])).toBeUndefined();
});
