/** A chart as chart-testing sees it. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { InputError } from "../../core/index.ts";

export interface Chart {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** `ci/*-values.yaml`: with each of them it is linted, installed and tested. */
  readonly valuesFiles: readonly string[];
}

/**
 * Finds the charts: the direct subfolders that have a Chart.yaml.
 * @param chartDirs folders to look in
 * @throws InputError when there is none, or one has no values files
 */
export async function findCharts(chartDirs: readonly string[]): Promise<Chart[]> {
  const found = await Promise.all(chartDirs.map(async (dir) => (await readdir(dir)).map((name) => join(dir, name))));
  const folders = found.flat().filter((folder) => existsSync(join(folder, "Chart.yaml")));
  if (folders.length > 0) return Promise.all(folders.map(readChart));
  const hint = "Name the folder above the chart in ct.yaml: chart-dirs.";
  throw new InputError({ what: "No chart was found.", where: chartDirs.join(", "), hint });
}

/**
 * Reads what is needed of a chart.
 * @throws InputError when it has no values files
 */
export async function readChart(folder: string): Promise<Chart> {
  const { name, version } = load(await readFile(join(folder, "Chart.yaml"), "utf8")) as Chart;
  const ci = join(folder, "ci");
  const files = existsSync(ci) ? await readdir(ci) : [];
  const valuesFiles = files.filter((file) => file.endsWith("-values.yaml")).toSorted();
  if (valuesFiles.length > 0) return { folder, name, version, valuesFiles: valuesFiles.map((file) => join(ci, file)) };
  const hint = "Add default-values.yaml, which may hold a comment alone.";
  throw new InputError({ what: `${name} has no values to be tested with.`, where: join(ci, "*-values.yaml"), hint });
}
