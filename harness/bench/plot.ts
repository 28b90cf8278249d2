import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Metric, Plot } from "./bench.ts";

/** A point of a plot, with what was measured for it. */
interface Row {
  readonly series: string;
  readonly x: number | string;
  readonly y: number;
}

/**
 * Draws a plot.
 * @param metrics all that were measured
 * @returns SVG, the same for the same metrics on every machine; undefined where no metric of it was measured
 */
export async function drawPlot(plot: Plot, metrics: readonly Metric[]): Promise<string | undefined> {
  const rows = plot.points.flatMap(({ metric, series, x }): Row[] => {
    const value = metrics.find(({ name }) => name === metric)?.value;
    return value === undefined ? [] : [{ series, x, y: value }];
  });
  if (rows.length === 0) return undefined;
  const { spec } = compile(plot.kind === "lines" ? lines(plot, rows) : bars(plot, rows));
  const view = new View(parse(spec), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** Bars of one category stand side by side, in the order of the points. */
function bars(plot: Plot, rows: readonly Row[]): TopLevelSpec {
  const x = { field: "x", type: "nominal", title: plot.x, sort: null, axis: { labelAngle: 0 } } as const;
  return {
    ...frame(plot, rows),
    mark: "bar",
    encoding: { x, y: yAxis(plot), xOffset: { field: "series", sort: null }, color: colour },
  };
}

function lines(plot: Plot, rows: readonly Row[]): TopLevelSpec {
  const x = { field: "x", type: "quantitative", title: plot.x } as const;
  return {
    ...frame(plot, rows),
    mark: { type: "line", point: true },
    encoding: { x, y: yAxis(plot), color: colour },
  };
}

const colour = { field: "series", type: "nominal", title: null, sort: null, legend: { orient: "bottom" } } as const;

function yAxis(plot: Plot) {
  return { field: "y", type: "quantitative", title: plot.y } as const;
}

function frame({ title }: Plot, rows: readonly Row[]) {
  const config = { font: "sans-serif", legend: { columns: 3 } };
  // White, since what shows it may be dark.
  return { title, config, width: 560, height: 260, background: "white", data: { values: [...rows] } } as const;
}
