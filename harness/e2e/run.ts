/** The end-to-end run from nothing: a cluster, the packaged chart, a browser, and the parts that were asked for. */
import { join } from "node:path";
import { KindCluster } from "../cluster/index.ts";
import {
  chartFolder,
  inTemporaryFolder,
  inWords,
  type Phases,
  type Progress,
  RunInterrupted,
  rejectedBy,
} from "../core/index.ts";
import { ensureDocker, ensureImage } from "../image/index.ts";
import { Browser } from "../player/index.ts";
import { packageChart } from "../releasing/index.ts";
import { fetchedTool, type HelmMajor, withHelm } from "../tools/index.ts";
import { saveDiagnostics } from "./diagnostics.ts";
import type { Metrics } from "./metrics.ts";
import { usualParts } from "./parts.ts";
import { nodePorts, Release } from "./release.ts";
import { runScenario } from "./scenario.ts";

export interface EndToEndOptions {
  /** The helm for all but the part of the other one. */
  readonly helm: HelmMajor;
  /** Names of parts; by default all that are not left to their name. */
  readonly only?: readonly string[];
  /** The cluster stays, and is taken again the next time. */
  readonly keep?: boolean;
  readonly phases: Phases;
  readonly progress: Progress;
  /** Ends the run at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a run comes to, whether it failed or not. */
export interface EndToEndResult {
  readonly metrics: Metrics;
  /** What went wrong, in words. */
  readonly problem?: string;
}

/** Runs it, and removes what it made but for the diagnostics of a failure, whose folder is told. */
export async function runEndToEnd(options: EndToEndOptions): Promise<EndToEndResult> {
  const metrics: Metrics = { faults: [], unfinished: options.only ?? usualParts };
  try {
    await withHelm(options.helm, () => inTemporaryFolder("e2e", (folder) => run(options, metrics, folder)));
    return { metrics };
  } catch (error) {
    // Also where the harness is at fault, the metrics so far are told.
    return { metrics, problem: inWords(error) };
  }
}

async function run(options: EndToEndOptions, metrics: Metrics, folder: string): Promise<void> {
  const { helm, only, keep = false, phases, progress, signal } = options;
  const otherHelm = helm === "3" ? "4" : "3";
  const step = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    return phases.run(name, work);
  };
  // Where these are missing they are fetched and built, which is nobody's figure.
  await step("Docker", () => ensureDocker(progress));
  await step("tools", async () => {
    for (const tool of ["helm", "kubectl", "kind"] as const) await fetchedTool(tool);
    if (only === undefined || only.includes("other-helm")) await withHelm(otherHelm, () => fetchedTool("helm"));
  });
  const image = await step("image", () => ensureImage(progress));
  const chart = await step("chart", () => packageChart(chartFolder, join(folder, "chart")));
  await using cluster = await step("cluster", () =>
    KindCluster.start({ name: "hls-cloud-e2e", nodePorts: Object.values(nodePorts), keep }, progress),
  );
  await step("image to the node", () => cluster.loadImage(image.name));
  const release = new Release(cluster, chart, image.name);
  await using browser = await step("browser", () => Browser.start());
  try {
    const context = { cluster, release, browser, phases, metrics, otherHelm, logs: folder } as const;
    await Promise.race([runScenario(context, only), rejectedBy(signal)]);
  } catch (error) {
    if (error instanceof RunInterrupted) throw error;
    const diagnostics = await saveDiagnostics(cluster, release.namespace, release.manifests, folder);
    process.stderr.write(`\nWhat the cluster said is in ${diagnostics}\n`);
    throw error;
  }
}
