/** What other folders may import from this one. */
export { type Axes, axes, forbidden } from "./axes.ts";
export { countTests, projectSeconds, readTestReport, type TestReport } from "./ci-summary.ts";
export { type Choice, combinations, files, isForbidden, merge, pairs } from "./combinations.ts";
export { configFolderOf, modulesFolderOf, upstreamNames, writtenFolders } from "./configuration-places.ts";
export { drawMutants, survivorText } from "./drawn-mutants.ts";
export { goldensFolder, goldenText, readGoldens, renderGoldens } from "./goldens.ts";
export { type Checked, checkManifests } from "./kubeconform.ts";
export { kubernetesVersions } from "./kubernetes-versions.ts";
export { type Outcome, runMatrix } from "./matrix.ts";
export { runMutants } from "./mutation.ts";
export { type Directive, outline, parseConfiguration } from "./nginx-syntax.ts";
export { testConfiguration } from "./nginx-test.ts";
export { Checksums } from "./policy/checksums.ts";
export { immutableChanges } from "./policy/immutable.ts";
export { violations } from "./policy.ts";
export { type MetricFamily, metricNames, metricValue, readMetrics } from "./prometheus.ts";
export { makeSchemas, schemasFolder } from "./schemas.ts";
