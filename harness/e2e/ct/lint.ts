/** What `ct lint` does. */
import { basename, join } from "node:path";
import { gt, valid } from "semver";
import { HelmError, lint as helmLint, template } from "../../chart/index.ts";
import { isUnchanged, type ReleasedChart } from "../../releasing/index.ts";
import { runPythonTool } from "../../tools/index.ts";
import type { Chart } from "./chart.ts";
import type { Configuration } from "./configuration.ts";

/** One thing that was looked at. */
export interface Finding {
  /** What was looked at, and by what. */
  readonly step: string;
  /** What is wrong, one line or several. Undefined: nothing. */
  readonly problem?: string;
}

/**
 * Looks at a chart as `ct lint` does, but to the end: one run shows everything.
 * @param released its last released version, undefined for a new chart
 * @throws ToolError when a linter does not run
 */
export async function lintChart(
  chart: Chart,
  configuration: Configuration,
  released?: ReleasedChart,
): Promise<Finding[]> {
  const steps: [string, Promise<string | undefined>][] = [];
  if (configuration.checkVersionIncrement) steps.push(["version increment", versionProblem(chart, released)]);
  steps.push(["yamale Chart.yaml", schemaProblem(chart, configuration)]);
  steps.push(["yamllint", styleProblem(chart, configuration)]);
  for (const file of chart.valuesFiles)
    steps.push([`helm lint ${basename(file)}`, helmProblem(chart.folder, file, configuration.helmLintExtraArgs)]);
  return Promise.all(
    steps.map(async ([step, look]) => {
      const problem = await look;
      return problem === undefined ? { step } : { step, problem };
    }),
  );
}

async function versionProblem(chart: Chart, released?: ReleasedChart): Promise<string | undefined> {
  const { folder, version } = chart;
  if (!valid(version)) return `${join(folder, "Chart.yaml")}: version ${version} is no semantic version`;
  if (!released || gt(version, released.version) || (await isUnchanged(folder, released))) return undefined;
  return `${join(folder, "Chart.yaml")}: version ${version} is not above ${released.version}, which is released; raise it`;
}

async function schemaProblem({ folder }: Chart, { chartSchema }: Configuration): Promise<string | undefined> {
  const file = join(folder, "Chart.yaml");
  const { passed, output } = await runPythonTool("yamale", ["--schema", chartSchema, file]);
  if (passed) return undefined;
  // Its problems, one a line, come after a tab.
  const problems = output.split("\n").filter((line) => line.startsWith("\t"));
  return problems.length === 0 ? output : problems.map((line) => `${file}: ${line.trim()}`).join("\n");
}

async function styleProblem({ folder, valuesFiles }: Chart, { lintConf }: Configuration): Promise<string | undefined> {
  const files = [join(folder, "Chart.yaml"), join(folder, "values.yaml"), ...valuesFiles];
  const args = ["--config-file", lintConf, "--format", "parsable", ...files];
  const { passed, output } = await runPythonTool("yamllint", args);
  return passed ? undefined : output;
}

/** `helm lint` takes no notice of what a chart itself refuses; installing does. */
async function helmProblem(chart: string, file: string, args: readonly string[]): Promise<string | undefined> {
  try {
    await helmLint(chart, { values: [file], args });
    await template(chart, { values: [file] });
    return undefined;
  } catch (error) {
    if (error instanceof HelmError) return error.what.replace(/^\[INFO\] .*\n?/gm, "").trim();
    throw error;
  }
}
