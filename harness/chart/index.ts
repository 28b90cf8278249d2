/** What other folders may import from this one. */
export { chartMetadataFile, parseChartMetadata, readChartMetadata } from "./chart-metadata.ts";
export { chartReadmePath, makeChartReadme } from "./chart-readme.ts";
export {
  type HelmSettings,
  helm,
  helmEnvironment,
  lint,
  notes,
  template,
  templateText,
  type Values,
  type ValuesOptions,
} from "./helm.ts";
export { HelmError, HelmSchemaError, HelmValidationError } from "./helm-errors.ts";
export { HelmUser } from "./helm-user.ts";
export {
  type Container,
  type Labels,
  type PodSpec,
  type PodTemplate,
  type Resources,
  type ServiceSpec,
  selects,
  type WorkloadSpec,
} from "./kubernetes.ts";
export { type Manifest, parseManifests, splitDocuments } from "./manifests.ts";
export { buildNjs } from "./njs.ts";
export { renditionName, renditionSuffix } from "./rendition-name.ts";
export { makeStreamsApi, streamsApiPath } from "./streams-api.ts";
export {
  drainCommand,
  type IngestSettings,
  ingestSettings,
  listeningPorts,
  type RenditionSettings,
  type Tier,
  tierFiles,
  tierPort,
  tierSecretVolumes,
} from "./tier.ts";
export type { TierContainer, TierPodSpec, TierService, TierWorkload } from "./tier-workload.ts";
export { makeValuesFiles } from "./values/generated.ts";
export { setOption, valuesFilesOption } from "./values-options.ts";
export { ensureWatchPage, liveDelayOf } from "./watch-page.ts";
