/** `npm run ct`: what chart-testing does, by the same configuration. Run with --help. */
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { KindCluster } from "../harness/cluster/index.ts";
import { HarnessError, interruption, Phases, projectRoot } from "../harness/core/index.ts";
import {
  type Chart,
  type Configuration,
  type Finding,
  findCharts,
  lintChart,
  readConfiguration,
  type Tried,
  tryChart,
  tryRecipes,
} from "../harness/e2e/index.ts";
import { ensureDocker, ensureImage } from "../harness/image/index.ts";
import { lastReleased } from "../harness/releasing/index.ts";
import { fetchedTool } from "../harness/tools/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run ct --")
  .description(
    "Lints the chart and installs it on a kind cluster with each of its ci/*-values.yaml, as `ct lint` and `ct install` do " +
      "by ct.yaml and .ct/; and with the recipes of values-examples that such a cluster can take. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` " +
      "ends that again.",
  )
  .option("--lint-only", "lint, and install nothing: needs no Docker")
  .option("--keep", "leave the cluster up, and take it again the next time")
  .option(
    "--json",
    "end with one JSON object on stdout: {ok, charts: [{name, version, lint, installed, recipes}], phases}",
  );

interface Result {
  readonly chart: Chart;
  readonly lint: readonly Finding[];
  installed?: readonly Tried[];
  recipes?: readonly string[];
}

const { lintOnly = false, keep = false, json } = command.parse().opts();
const spinner = ora({ stream: process.stderr });
const phases = new Phases((name, seconds) => {
  if (seconds === undefined) spinner.start(name);
  else spinner.succeed(`${name} (${seconds} s)`);
});
const results: Result[] = [];
const say = (message: string): void => {
  spinner.text = message.slice(0, 120);
};

const problem = await main();
if (problem) process.stderr.write(`${problem}\n`);
const charts = results.map(({ chart: { name, version }, ...rest }) => ({ name, version, ...rest }));
if (json) process.stdout.write(`${JSON.stringify({ ok: !problem, charts, phases: phases.done, problem })}\n`);
else process.stdout.write(`${JSON.stringify(charts, null, 2)}\n`);
process.exitCode = problem ? 1 : 0;

/** @returns what went wrong, in words */
async function main(): Promise<string | undefined> {
  const ended = new AbortController();
  try {
    await run(interruption(ended.signal));
    return undefined;
  } catch (error) {
    spinner.fail();
    if (error instanceof HarnessError || error instanceof SetupProblem) return error.message;
    throw error;
  } finally {
    ended.abort();
  }
}

async function run(interrupted: Promise<never>): Promise<void> {
  const configuration = await readConfiguration(join(projectRoot, "ct.yaml"));
  const charts = await findCharts(configuration.chartDirs);
  await phases.run("lint", () => lintAll(charts, configuration));
  if (!lintOnly) await installAll(configuration, interrupted);
}

/** @throws HarnessError with all that the linters found */
async function lintAll(charts: readonly Chart[], configuration: Configuration): Promise<void> {
  for (const chart of charts) {
    results.push({ chart, lint: await lintChart(chart, configuration, await lastReleased(chart.name)) });
  }
  const found = results.flatMap(({ lint }) => lint.filter((finding) => finding.problem !== undefined));
  if (found.length === 0) return;
  const what = found.map(({ step, problem }) => `${step}:\n${problem}`).join("\n");
  throw new HarnessError({ what, where: "lint", hint: "Correct what is named, then run it again." });
}

async function installAll(configuration: Configuration, interrupted: Promise<never>): Promise<void> {
  // Where these are missing they are fetched and built, which is nobody's figure.
  await phases.run("tools", async () => {
    for (const tool of ["helm", "kubectl", "kind"] as const) await fetchedTool(tool);
  });
  await phases.run("Docker", () => ensureDocker(say));
  const image = await phases.run("image", () => ensureImage(say));
  const name = "hls-cloud-ct";
  await using cluster = await phases.run("cluster", () => KindCluster.start({ name, nodePorts: [], keep }, say));
  await phases.run("image to the node", () => cluster.loadImage(image.name));
  const leftEvidence = (folder: string): void => {
    process.stderr.write(`\nWhat the cluster said is in ${folder}\n`);
  };
  const course = { cluster, configuration, image: image.name, phases, interrupted, leftEvidence };
  for (const result of results) {
    result.installed = await tryChart(result.chart, course);
    result.recipes = await tryRecipes(result.chart.folder, course);
  }
}
