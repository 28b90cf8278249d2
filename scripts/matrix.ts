/** `npm run matrix`: renders and checks every combination of values on every Kubernetes version. Run with --help. */
import { writeFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { HarnessError, secondsSince } from "../harness/core/index.ts";
import { fetchedTool } from "../harness/tools/index.ts";
import { combinations, kubernetesVersions, type Outcome, runMatrix } from "../harness/verify/index.ts";

const command = new Command("npm run matrix --")
  .description("Renders every combination of values on every Kubernetes version, and checks what came out.")
  .option("--json", "print the result as one JSON object on stdout")
  .option("--report <file>", "write what became of each combination, as JSON");

try {
  process.exitCode = await main(command.parse().opts());
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main(options: ReturnType<typeof command.opts>): Promise<number> {
  // Where these are missing they are fetched and built, which is not the matrix's time.
  for (const tool of ["helm", "kubeconform"] as const) await fetchedTool(tool);
  const start = performance.now();
  const progress = ora({ stream: process.stderr }).start("Rendering");
  const all = await combinations();
  const outcomes = await runMatrix(all, {
    versions: kubernetesVersions,
    onProgress: (done, jobs) => {
      progress.text = done < jobs ? `Rendering: ${done} of ${jobs}` : "Checking";
    },
  });
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const result = {
    combinations: all.length,
    kubernetesVersions,
    documents: outcomes.reduce((sum, { documents }) => sum + documents, 0),
    failures: failed.length,
    seconds: secondsSince(start),
  };
  const said =
    `${result.combinations} combinations on Kubernetes ${kubernetesVersions.join(", ")}: ` +
    `${result.documents} documents, ${result.failures} failures, ${result.seconds} s`;
  if (failed.length > 0) progress.fail(said);
  else progress.succeed(said);
  for (const outcome of failed) process.stderr.write(`${told(outcome)}\n`);
  if (options.report) await writeFile(options.report, `${JSON.stringify({ ...result, outcomes }, null, 2)}\n`);
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  return failed.length > 0 ? 1 : 0;
}

function told({ combination, kubernetesVersion, problems }: Outcome): string {
  return [`${combination} (Kubernetes ${kubernetesVersion})`, ...problems].join("\n  ");
}
