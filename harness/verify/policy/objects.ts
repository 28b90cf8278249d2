import type { Container, Labels, Manifest, PodSpec, PodTemplate, Values, WorkloadSpec } from "../../chart/index.ts";

/** One render of the chart, and what it was made from. */
export interface Subject {
  readonly manifests: readonly Manifest[];
  readonly values: Values;
  /** The release's namespace. */
  readonly namespace: string;
  /**
   * Checks of the restricted Pod Security Standard that the values give up on purpose, by Kubernetes' names; or
   * readOnlyRootFilesystem.
   */
  readonly relaxes: readonly string[];
}

/** A pod that the render leads to. */
export interface Pod {
  /** The object that makes it, such as `Deployment/hls`. */
  readonly owner: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

/** `Kind/name`, as people write an object. */
export function title({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** The objects of some kinds. */
export function ofKind(manifests: readonly Manifest[], ...kinds: string[]): Manifest[] {
  return manifests.filter(({ kind }) => kinds.includes(kind));
}

/** Every pod, those of a StatefulSet one by one, since each has a label of its own. */
export function podsOf(manifests: readonly Manifest[]): Pod[] {
  return manifests.flatMap((manifest) => {
    const template = templateOf(manifest);
    if (!template) return [];
    const pod = { owner: title(manifest), labels: template.metadata?.labels ?? {}, spec: template.spec };
    if (manifest.kind !== "StatefulSet") return [pod];
    const { replicas = 1, volumeClaimTemplates = [] } = manifest["spec"] as WorkloadSpec;
    const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name }));
    return Array.from({ length: replicas }, (_, ordinal) => {
      const name = `${manifest.metadata.name}-${ordinal}`;
      const labels = { ...pod.labels, "statefulset.kubernetes.io/pod-name": name };
      return { ...pod, labels, spec: { ...pod.spec, volumes: [...(pod.spec.volumes ?? []), ...claims] } };
    });
  });
}

function templateOf(manifest: Manifest): PodTemplate | undefined {
  const spec = manifest["spec"] as
    | { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } }
    | undefined;
  if (manifest.kind === "Pod") return { metadata: manifest.metadata, spec: manifest["spec"] as PodSpec };
  if (["Deployment", "StatefulSet", "DaemonSet", "Job"].includes(manifest.kind)) return spec?.template;
  return manifest.kind === "CronJob" ? spec?.jobTemplate?.spec.template : undefined;
}

/** All containers of a pod, with those that run before the others. */
export function containersOf(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Has the pod a port of this name or number? */
export function opens(spec: PodSpec, port: string | number): boolean {
  const ports = spec.containers.flatMap((container) => container.ports ?? []);
  return ports.some(({ name, containerPort }) => port === name || port === containerPort);
}

/** Every string in the values, at any depth: whatever is named there is the user's own business. */
export function stringsIn(value: unknown): Set<string> {
  if (typeof value === "string") return new Set([value]);
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((inner) => [...stringsIn(inner)]));
}

/** Those that occur more than once. */
export function repeated(list: readonly string[]): string[] {
  return [...new Set(list.filter((each, index) => list.indexOf(each) !== index))];
}
