import type { Manifest, Values } from "../../chart/index.ts";

/** One render of the chart, and what it was made from. */
export interface Subject {
  readonly manifests: readonly Manifest[];
  readonly values: Values;
  /** The release's namespace. */
  readonly namespace: string;
  /** Rules of the restricted Pod Security Standard that the values give up on purpose. */
  readonly relaxes: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

interface SecurityContext {
  readonly [field: string]: unknown;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
}

export interface Port {
  readonly name?: string;
  readonly containerPort: number;
  readonly hostPort?: number;
}

export interface Probe {
  readonly [way: string]: unknown;
  readonly httpGet?: { readonly port: string | number; readonly host?: string };
  readonly tcpSocket?: { readonly port: string | number };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly Port[];
  readonly securityContext?: SecurityContext;
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom?: { readonly secretKeyRef?: Named; readonly configMapKeyRef?: Named };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: Named; readonly configMapRef?: Named }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

interface Named {
  readonly name: string;
}

export interface Volume {
  readonly [source: string]: unknown;
  readonly name: string;
  readonly configMap?: Named;
  readonly secret?: { readonly secretName: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly projected?: { readonly sources?: readonly { readonly configMap?: Named; readonly secret?: Named }[] };
}

export interface PodSpec {
  readonly [field: string]: unknown;
  readonly serviceAccountName?: string;
  readonly imagePullSecrets?: readonly Named[];
  readonly securityContext?: SecurityContext;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
}

/** A pod that the render leads to. */
export interface Pod {
  /** The object that makes it, such as `Deployment/hls`. */
  readonly owner: string;
  readonly labels: Labels;
  readonly spec: PodSpec;
}

interface Template {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: PodSpec;
}

interface StatefulSetSpec {
  readonly replicas?: number;
  readonly volumeClaimTemplates?: readonly { readonly metadata: Named }[];
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
    const { replicas = 1, volumeClaimTemplates = [] } = manifest["spec"] as StatefulSetSpec;
    const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name }));
    return Array.from({ length: replicas }, (_, ordinal) => {
      const name = `${manifest.metadata.name}-${ordinal}`;
      const labels = { ...pod.labels, "statefulset.kubernetes.io/pod-name": name };
      return { ...pod, labels, spec: { ...pod.spec, volumes: [...(pod.spec.volumes ?? []), ...claims] } };
    });
  });
}

function templateOf(manifest: Manifest): Template | undefined {
  const spec = manifest["spec"] as { template?: Template; jobTemplate?: { spec: { template: Template } } } | undefined;
  if (manifest.kind === "Pod") return { metadata: manifest.metadata, spec: manifest["spec"] as PodSpec };
  if (["Deployment", "StatefulSet", "DaemonSet", "Job"].includes(manifest.kind)) return spec?.template;
  return manifest.kind === "CronJob" ? spec?.jobTemplate?.spec.template : undefined;
}

/** All containers of a pod, with those that run before the others. */
export function containersOf(spec: PodSpec): Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Does a selector's `matchLabels` match these labels? */
export function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
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
