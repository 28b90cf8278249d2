/** What other folders may import from this one. */
export { CtError, type CtResult, candidate, ctLint } from "./chart-testing/ct.ts";
export { ctInstall } from "./chart-testing/ct-install.ts";
export type { Candidate } from "./chart-testing/repository.ts";
export { ciValuesFiles } from "./ci-values.ts";
export { leaveEvidence } from "./evidence.ts";
export type { Figures } from "./figures.ts";
export { nodePorts, Release } from "./release.ts";
export { runScenario } from "./scenario.ts";
