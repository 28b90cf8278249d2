import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Bench, Metric } from "./bench.ts";
import { descriptionOf, goalInWords, meetsGoal } from "./metrics.ts";
import { drawPlot } from "./plot.ts";
import type { BenchResult } from "./results.ts";

/** Folder of the plots, beside the page. */
const plotsFolder = "benchmarks";

/**
 * Writes the page of the benchmarks.
 * @param folder where it goes, and its plots below
 */
export async function writePage(
  folder: string,
  benches: readonly Bench[],
  results: readonly BenchResult[],
): Promise<void> {
  // A plot that is no longer made must not stay.
  await rm(join(folder, plotsFolder), { recursive: true, force: true });
  for (const [file, text] of Object.entries(await benchmarksPage(benches, results))) {
    const path = join(folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/**
 * The page of the benchmarks: made of their descriptions and of what was measured, and of nothing else.
 * @returns texts by file: `benchmarks.md`, and the plots below `benchmarks/`
 */
export async function benchmarksPage(
  benches: readonly Bench[],
  results: readonly BenchResult[],
): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const sections: string[] = [];
  for (const bench of benches) {
    const result = results.find((each) => each.bench === bench.name);
    if (!result) continue;
    const images: string[] = [];
    for (const plot of bench.plots) {
      const svg = await drawPlot(plot, result.metrics);
      if (svg === undefined) continue;
      files[`${plotsFolder}/${plot.file}.svg`] = svg;
      images.push(`![${plot.title}](${plotsFolder}/${plot.file}.svg)`);
    }
    sections.push([heading(bench), bench.description, measured(result), ...images, table(bench, result)].join("\n\n"));
  }
  files["benchmarks.md"] = `${[introduction, ...sections].join("\n\n")}\n`;
  return files;
}

const introduction = `# Benchmarks

Made by \`npm run bench\` from \`bench/results.json\`; \`npm run bench -- --help\` tells what each metric is. All of it runs as local
processes from the rendered chart, and sends to 127.0.0.1 alone.

A value is the median of its repeats. A ratio is the median of the ratios to the reference, repeat by repeat: both were measured in
turns, so that what else the machine did met both. The spread is the largest minus the smallest, divided by the median: of
the ratios, or of the values where there is no reference. Values of two machines cannot be compared; ratios can.`;

function heading({ name }: Bench): string {
  return `## ${name[0]?.toUpperCase()}${name.slice(1)}`;
}

function measured({ bench, day, quick, machine }: BenchResult): string {
  const command = `\`npm run bench -- --only ${bench}${quick ? " --quick" : ""}\``;
  const where = `${machine.cores} cores of ${machine.cpu}, ${machine.memory} GiB, Linux ${machine.kernel}`;
  return `Measured on ${day} by ${command}: ${where}, nginx ${machine.nginx}, ffmpeg ${machine.ffmpeg}; load before it ${machine.loadBefore}.`;
}

function table(bench: Bench, { metrics }: BenchResult): string {
  const head =
    "| metric | value | unit | reference | ratio | spread | goal |\n| --- | ---: | --- | --- | ---: | ---: | --- |";
  return [head, ...metrics.map((metric) => row(bench, metric))].join("\n");
}

function row(bench: Bench, metric: Metric): string {
  const { name, value, unit, reference, ratio, spread, invalid } = metric;
  const goal = descriptionOf([bench], name)?.goal;
  const met = meetsGoal(metric, goal);
  const wanted = goal ? `${goalInWords(goal)}${met === undefined ? "" : met ? ": met" : ": **missed**"}` : "";
  const outcome = invalid === undefined ? wanted : `${wanted} **not valid**: ${invalid}`.trim();
  const against = reference ? `\`${reference.name}\`` : "";
  return `| \`${name}\` | ${value} | ${unit} | ${against} | ${ratio ?? ""} | ${spread} | ${outcome} |`;
}
