/** What other folders may import from this one. */
export { CtError, type CtResult, candidate, ctLint } from "./chart-testing/ct.ts";
export type { Candidate } from "./chart-testing/repository.ts";
export { runChartTesting } from "./chart-testing/run.ts";
export { ciValuesFiles } from "./ci-values.ts";
export { saveDiagnostics } from "./diagnostics.ts";
export type { Metrics } from "./metrics.ts";
export { partNames, partsText } from "./parts.ts";
export { nodePorts, Release } from "./release.ts";
export { type EndToEndResult, runEndToEnd } from "./run.ts";
