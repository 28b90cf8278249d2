/** `npm run matrix`: renders and checks every combination of values on every Kubernetes version. Run with --help. */
import { writeFile } from "node:fs/promises";
import { command, jsonOption, parseOutputFile, runCommand, secondsSince } from "../harness/core/index.ts";
import { fetchedTool } from "../harness/tools/index.ts";
import { combinations, kubernetesVersions, type Outcome, runMatrix } from "../harness/verify/index.ts";

const matrix = command(
  "npm run matrix --",
  "Renders every combination of values on every Kubernetes version, and checks what came out.",
)
  .addOption(jsonOption("combinations, kubernetesVersions, documents, failures, seconds"))
  .option("--report <file>", "write what became of each combination, as JSON", parseOutputFile);

await runCommand(matrix, async ({ options: { report }, spinner }) => {
  // Where these are missing they are fetched and built, which is not the matrix's time.
  for (const tool of ["helm", "kubeconform"] as const) await fetchedTool(tool);
  const start = performance.now();
  spinner.start("Rendering");
  const all = await combinations();
  const outcomes = await runMatrix(all, {
    versions: kubernetesVersions,
    onProgress: (done, jobs) => spinner.progress(done < jobs ? `${done} of ${jobs}` : "checking"),
  });
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  const result = {
    combinations: all.length,
    kubernetesVersions,
    documents: outcomes.reduce((sum, { documents }) => sum + documents, 0),
    failures: failed.length,
    seconds: secondsSince(start),
  };
  const summary =
    `${result.combinations} combinations on Kubernetes ${kubernetesVersions.join(", ")}: ` +
    `${result.documents} documents, ${result.failures} failures, ${result.seconds} s`;
  if (failed.length > 0) spinner.fail(summary);
  else spinner.succeed(summary);
  for (const outcome of failed) process.stderr.write(`${problemsOf(outcome)}\n`);
  if (report) await writeFile(report, `${JSON.stringify({ ...result, outcomes }, null, 2)}\n`);
  return { ok: failed.length === 0, json: result };
});

function problemsOf({ combination, kubernetesVersion, problems }: Outcome): string {
  return [`${combination} (Kubernetes ${kubernetesVersion})`, ...problems].join("\n  ");
}
