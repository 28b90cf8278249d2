import { type Manifest, template, type Values } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";

export type { Values } from "../../harness/chart/index.ts";
export type Labels = Readonly<Record<string, string>>;

export interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: Resources;
  readonly securityContext: Record<string, unknown>;
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly startupProbe: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}

export interface Resources {
  readonly requests?: Labels;
  readonly limits?: Labels;
}

export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
}

export interface PodSpec {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly securityContext: Record<string, unknown>;
  readonly affinity?: Record<string, unknown>;
  readonly terminationGracePeriodSeconds: number;
  readonly topologySpreadConstraints?: readonly Record<string, unknown>[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations: Labels };
  readonly spec: PodSpec;
}

export interface Workload {
  readonly replicas?: number;
  readonly serviceName?: string;
  readonly selector: { readonly matchLabels: Labels };
  readonly template: PodTemplate;
}

export interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly selector: Labels;
  readonly publishNotReadyAddresses?: boolean;
  readonly ports: readonly { readonly port: number; readonly targetPort: string; readonly nodePort?: number }[];
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
  readonly externalTrafficPolicy?: string;
}

/** What `helm template` made of some values. */
export class Rendered {
  readonly manifests: readonly Manifest[];

  constructor(manifests: readonly Manifest[]) {
    this.manifests = manifests;
  }

  all(kind: string): Manifest[] {
    return this.manifests.filter((manifest) => manifest.kind === kind);
  }

  names(kind: string): string[] {
    return this.all(kind).map((manifest) => manifest.metadata.name);
  }

  /** The object of this kind and name. */
  one(kind: string, name: string): Manifest {
    const found = this.all(kind).filter((manifest) => manifest.metadata.name === name);
    const [only] = found;
    if (!only || found.length > 1) {
      throw new Error(`${found.length} objects are ${kind}/${name}; the ${kind}s are ${this.names(kind).join(", ")}`);
    }
    return only;
  }

  spec<Spec = Record<string, unknown>>(kind: string, name: string): Spec {
    return this.one(kind, name)["spec"] as Spec;
  }

  service(name: string): ServiceSpec {
    return this.spec<ServiceSpec>("Service", name);
  }

  get ingest(): Workload {
    return only(this.all("StatefulSet"))["spec"] as Workload;
  }

  get delivery(): Workload {
    return only(this.all("Deployment"))["spec"] as Workload;
  }
}

/** Renders the chart with these values as the release `hls`. */
export async function render(inline: Values = {}, options: { release?: string; namespace?: string } = {}) {
  return new Rendered(await template(chartFolder, { inline, ...options }));
}

/** Renders the chart with a file of values. */
export async function renderFile(file: string, options: { release?: string } = {}): Promise<Rendered> {
  return new Rendered(await template(chartFolder, { values: [file], ...options }));
}

/** The container of a tier's pods. */
export function containerOf(workload: Workload): Container {
  return only(workload.template.spec.containers);
}

/** The only element. */
export function only<Element>(list: readonly Element[]): Element {
  const [first] = list;
  if (first === undefined || list.length > 1) {
    throw new Error(`expected one element, got ${list.length}`);
  }
  return first;
}

/** Does a selector match these labels? */
export function selects(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
