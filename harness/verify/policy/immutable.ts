import type { Manifest, Values } from "../../chart/index.ts";
import { title } from "./objects.ts";

/** Fields of a StatefulSet's spec that may change; an API server refuses a change of any other. */
const ofStatefulSets = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
];

/** What may change of a claim and of a volume. */
const ofClaims = ["resources", "volumeAttributesClassName"];
const ofVolumes = ["accessModes", "capacity", "claimRef", "mountOptions", "persistentVolumeReclaimPolicy"];

/**
 * What an upgrade would change although Kubernetes lets nobody change it, or although data hangs on it.
 * @param before what the release has
 * @param after what the upgrade brings
 * @returns a line for each field; empty when the upgrade goes through
 */
export function immutableChanges(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  return before.flatMap((old) => {
    const next = after.find((each) => title(each) === title(old));
    if (!next) return mustStay(old) ? [`${title(old)} would be gone`] : [];
    const [was, is] = [fixed(old), fixed(next)];
    const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    const changed = fields.filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
    return changed.map((field) => `${title(old)}: ${field} may not change`);
  });
}

/** A workload under another name is another one: its pods would be stopped before the new ones run. */
function mustStay({ kind }: Manifest): boolean {
  return ["PersistentVolume", "PersistentVolumeClaim", "StatefulSet", "Deployment"].includes(kind);
}

function fixed({ kind, ...manifest }: Manifest): Values {
  const spec = (manifest["spec"] ?? {}) as Values;
  const only = (...fields: string[]) => Object.fromEntries(fields.map((field) => [field, spec[field]]));
  const except = (fields: readonly string[]) =>
    Object.fromEntries(Object.entries(spec).filter(([field]) => !fields.includes(field)));
  switch (kind) {
    case "Deployment":
    case "DaemonSet":
      return only("selector");
    case "StatefulSet":
      return except(ofStatefulSets);
    case "Service":
      return only("clusterIP");
    case "PersistentVolumeClaim":
      return except(ofClaims);
    case "PersistentVolume":
      return except(ofVolumes);
    case "Job":
      return only("selector", "template", "completions");
    default:
      return {};
  }
}
