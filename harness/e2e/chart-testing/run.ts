/** chart-testing from nothing: `ct lint`, and `ct install` on a cluster of its own. */
import { KindCluster } from "../../cluster/index.ts";
import { type Phases, type Progress, rejectedBy } from "../../core/index.ts";
import { ensureDocker, ensureImage } from "../../image/index.ts";
import { fetchedTool } from "../../tools/index.ts";
import { type CtResult, candidate, ctLint } from "./ct.ts";
import { ctInstall } from "./ct-install.ts";

export interface ChartTestingOptions {
  /** Needs no Docker. */
  readonly lintOnly?: boolean;
  /** The cluster stays, and is taken again the next time. */
  readonly keep?: boolean;
  readonly phases: Phases;
  readonly progress: Progress;
  /** Ends the run at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What ct tested. */
export interface ChartTestingResult {
  readonly lint: CtResult;
  readonly install?: CtResult;
}

/**
 * Runs chart-testing on the chart, and removes the cluster that it made.
 * @throws CtError when ct finds fault, ToolError when there is no cluster
 */
export async function runChartTesting(options: ChartTestingOptions): Promise<ChartTestingResult> {
  const { lintOnly = false, keep = false, phases, progress, signal } = options;
  const interrupted = rejectedBy(signal);
  // Where these are missing they are fetched and built, which is nobody's figure.
  await phases.run("tools", async () => {
    for (const tool of ["helm", "kubectl", "ct"] as const) await fetchedTool(tool);
  });
  const subject = await candidate();
  const lint = await phases.run("ct lint", () => Promise.race([ctLint(subject), interrupted]));
  if (lintOnly) return { lint };
  await phases.run("Docker", () => ensureDocker(progress));
  const image = await phases.run("image", () => ensureImage(progress));
  const name = "hls-cloud-ct";
  await using cluster = await phases.run("cluster", () => KindCluster.start({ name, nodePorts: [], keep }, progress));
  const installing = (): Promise<CtResult> => ctInstall(cluster, subject, image.name);
  return { lint, install: await phases.run("ct install", () => Promise.race([installing(), interrupted])) };
}
