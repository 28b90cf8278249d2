/** What other folders may import from this one. */
export type { Bench, Metric } from "./bench.ts";
export { benches } from "./benches.ts";
export { nginxWorkers } from "./cores.ts";
export { startCandidates } from "./delivery/candidates.ts";
export { metricList, metricTable } from "./in-words.ts";
export { type Machine, machineNow } from "./machine.ts";
export { benchmarksPage, plotsFolder } from "./page.ts";
export { type BenchResult, readResults, saveResults } from "./results.ts";
export { runBench } from "./run-bench.ts";
export { comparingVariable } from "./video-quality.ts";
export { runViewerLoad } from "./viewers/viewer-load.ts";
