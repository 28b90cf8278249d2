/** What other folders may import from this one. */
export type { Bench } from "./bench.ts";
export { benches } from "./benches.ts";
export { nginxWorkers } from "./cores.ts";
export { startCandidates } from "./delivery/candidates.ts";
export { metricList, metricTable } from "./in-words.ts";
export { machineNow } from "./machine.ts";
export { writePage } from "./page.ts";
export { benchPlaces, readResults, saveResults } from "./results.ts";
export { runBenches } from "./run-benches.ts";
export { comparingVariable } from "./video-quality.ts";
export { runViewerLoad } from "./viewers/viewer-load.ts";
