/** What other folders may import from this one. */
export { type Chart, findCharts, readChart } from "./ct/chart.ts";
export { type Configuration, readConfiguration } from "./ct/configuration.ts";
export { type Tried, tryChart } from "./ct/install.ts";
export { type Finding, lintChart } from "./ct/lint.ts";
export { tryRecipes } from "./ct/recipes.ts";
export { leaveEvidence } from "./evidence.ts";
export type { Figures } from "./figures.ts";
export { nodePorts, Release } from "./release.ts";
export { runScenario } from "./scenario.ts";
