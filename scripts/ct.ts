/** `npm run ct`: the real chart-testing, by ct.yaml. Run with --help. */
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { KindCluster } from "../harness/cluster/index.ts";
import { HarnessError, interruption, Phases } from "../harness/core/index.ts";
import { type CtResult, candidate, ctInstall, ctLint } from "../harness/e2e/index.ts";
import { ensureDocker, ensureImage } from "../harness/image/index.ts";
import { fetchedTool } from "../harness/tools/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run ct --")
  .description(
    "Runs chart-testing on the chart: `ct lint`, and `ct install` with each of its ci/*-values.yaml on a kind " +
      "cluster. The branch that ct compares with is the chart that was released last. All that ct says is in " +
      "reports/ct. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` ends that again.",
  )
  .option("--lint-only", "lint, and install nothing: needs no Docker")
  .option("--keep", "leave the cluster up, and take it again the next time")
  .option("--json", "end with one JSON object on stdout: {ok, lint, install, phases}");

const { lintOnly = false, keep = false, json } = command.parse().opts();
const spinner = ora({ stream: process.stderr });
const phases = new Phases((name, seconds) => {
  if (seconds === undefined) spinner.start(name);
  else spinner.succeed(`${name} (${seconds} s)`);
});
const results: { lint?: CtResult; install?: CtResult } = {};
const say = (message: string): void => {
  spinner.text = message.slice(0, 120);
};

const problem = await main();
if (problem) process.stderr.write(`${problem}\n`);
if (json) process.stdout.write(`${JSON.stringify({ ok: !problem, ...results, phases: phases.done, problem })}\n`);
else process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
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
  // Where these are missing they are fetched and built, which is nobody's figure.
  await phases.run("tools", async () => {
    for (const tool of ["helm", "kubectl", "ct"] as const) await fetchedTool(tool);
  });
  const subject = await candidate();
  results.lint = await phases.run("ct lint", () => Promise.race([ctLint(subject), interrupted]));
  if (lintOnly) return;
  await phases.run("Docker", () => ensureDocker(say));
  const image = await phases.run("image", () => ensureImage(say));
  const name = "hls-cloud-ct";
  await using cluster = await phases.run("cluster", () => KindCluster.start({ name, nodePorts: [], keep }, say));
  results.install = await phases.run("ct install", () =>
    Promise.race([ctInstall(cluster, subject, image.name), interrupted]),
  );
}
