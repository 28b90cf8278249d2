/** What other folders may import from this one. */
export type { Bench, Figure } from "./bench.ts";
export { benches } from "./benches.ts";
export { nginxWorkers } from "./cores.ts";
export { startCandidates } from "./delivery/candidates.ts";
export { figureList, figureTable } from "./in-words.ts";
export { type Machine, machineNow } from "./machine.ts";
export { benchmarksPage, plotsFolder } from "./page.ts";
export { type BenchResult, keepResults, readResults } from "./results.ts";
export { runBench } from "./run-bench.ts";
export { comparingVariable } from "./video-quality.ts";
export { playAsCrowd } from "./viewers/crowd.ts";
