/** What other folders may import from this one. */

export { KindCluster } from "./kind.ts";
export { kubernetesVersion } from "./kind-node/go-modules.ts";
export { ensureBuiltNode } from "./kind-node/node-build.ts";
export { archivedName, writeArchive } from "./kind-node/write-archive.ts";
export { applyObjects, kubectl, kubectlJson, makeNamespace } from "./kubectl.ts";
export { applyMonitoringKinds } from "./monitoring-kinds.ts";
