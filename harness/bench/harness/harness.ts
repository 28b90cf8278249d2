import { fetchedTool } from "../../tools/index.ts";
import { combinations, kubernetesVersions, runMatrix } from "../../verify/index.ts";
import type { Bench, BenchContext, Samples } from "../bench.ts";
import { timesOf } from "./reports.ts";

const reported = "From a report that was given with --harness.";

export const harness: Bench = {
  name: "harness",
  description: `How long the harness itself takes. The full run measures the matrix; the times of the tests and of the run on a kind cluster
are read from the reports that \`--harness\` names.`,
  metrics: [
    {
      name: "harness.matrix.*",
      unit: "s",
      description: "All combinations of values on all Kubernetes versions.",
      quick: true,
    },
    {
      name: "harness.tests.*",
      unit: "s",
      description: `The tests of each project of vitest. ${reported}`,
      quick: true,
    },
    {
      name: "harness.e2e.*",
      unit: "s",
      description: `Each phase of the run on a kind cluster, and the whole. ${reported}`,
      quick: true,
    },
  ],
  plots: [],
  run: measure,
};

async function measure({ quick, harnessReports, say }: BenchContext): Promise<Samples> {
  const times: Record<string, readonly number[]> = {};
  for (const file of harnessReports) Object.assign(times, await timesOf(file));
  if (!quick && !times["harness.matrix.whole"]) times["harness.matrix.whole"] = [await matrixSeconds(say)];
  return times;
}

async function matrixSeconds(say: (message: string) => void): Promise<number> {
  // Where these are missing they are fetched and built, which is not the matrix's time.
  for (const tool of ["helm", "kubeconform"] as const) await fetchedTool(tool);
  const startedAt = performance.now();
  await runMatrix(await combinations(), {
    versions: kubernetesVersions,
    onProgress: (done, all) => say(`the matrix: ${done} of ${all}`),
  });
  return (performance.now() - startedAt) / 1000;
}
