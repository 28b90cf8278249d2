/** `npm run e2e`: the chart on a real Kubernetes, with video from outside. Run with --help. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command, Option } from "@commander-js/extra-typings";
import ora from "ora";
import { KindCluster } from "../harness/cluster/index.ts";
import { chartFolder, HarnessError, interruption, Phases } from "../harness/core/index.ts";
import { type Metrics, nodePorts, Release, runScenario, saveDiagnostics } from "../harness/e2e/index.ts";
import { ensureDocker, ensureImage } from "../harness/image/index.ts";
import { Browser } from "../harness/player/index.ts";
import { packageChart } from "../harness/releasing/index.ts";
import { fetchedTool, helmMajors, helmVariable, withHelm } from "../harness/tools/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run e2e --")
  .description(
    "Creates a kind cluster, installs the packaged chart with helm, publishes real footage from outside the cluster, plays it " +
      "and breaks things. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` ends " +
      "that again.",
  )
  .option("--keep", "leave the cluster up, and take it again the next time")
  .addOption(
    new Option("--helm <version>", "the helm for all but the phases of the other one")
      .choices(helmMajors)
      .env(helmVariable)
      .default("4" as const),
  )
  .option("--json", "end with one JSON object on stdout: {ok, phases, ...metrics}");

const { keep = false, json, helm } = command.parse().opts();
const otherHelm = helm === "3" ? "4" : "3";
const spinner = ora({ stream: process.stderr });
const phases = new Phases((name, seconds) => {
  if (seconds === undefined) spinner.start(name);
  else spinner.succeed(`${name} (${seconds} s)`);
});
const metrics: Metrics = { faults: [] };
const say = (message: string): void => {
  spinner.text = message.slice(0, 120);
};

const problem = await withHelm(helm, main);
if (problem) process.stderr.write(`${problem}\n`);
const result = { ok: problem === undefined, phases: phases.done, ...metrics, ...(problem ? { problem } : {}) };
process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(metrics, null, 2)}\n`);
process.exitCode = problem ? 1 : 0;

/** @returns what went wrong, in words */
async function main(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-e2e-"));
  const ended = new AbortController();
  try {
    await run(folder, interruption(ended.signal));
    return undefined;
  } catch (error) {
    spinner.fail();
    if (error instanceof HarnessError || error instanceof SetupProblem) return error.message;
    // A mistake of the harness: the metrics so far are reported all the same.
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    ended.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(folder: string, interrupted: Promise<never>): Promise<void> {
  // Where these are missing they are fetched and built, which is nobody's metric.
  const step = <T>(name: string, work: () => Promise<T>): Promise<T> => phases.run(name, work);
  await step("tools", async () => {
    for (const tool of ["helm", "kubectl", "kind"] as const) await fetchedTool(tool);
    await withHelm(otherHelm, () => fetchedTool("helm"));
  });
  await step("Docker", () => ensureDocker(say));
  const image = await step("image", () => ensureImage(say));
  const chart = await step("chart", () => packageChart(chartFolder, folder));
  const name = "hls-cloud-e2e";
  await using cluster = await step("cluster", () =>
    KindCluster.start({ name, nodePorts: Object.values(nodePorts), keep }, say),
  );
  await step("image to the node", () => cluster.loadImage(image.name));
  const release = new Release(cluster, chart, image.name);
  await using browser = await step("browser", () => Browser.start());
  try {
    await Promise.race([
      runScenario({ cluster, release, browser, phases, metrics, otherHelm, logs: folder }),
      interrupted,
    ]);
  } catch (error) {
    const diagnostics = await saveDiagnostics(cluster, release.namespace, release.manifests, folder);
    process.stderr.write(`\nThe diagnostics are in ${diagnostics}\n`);
    throw error;
  }
}
