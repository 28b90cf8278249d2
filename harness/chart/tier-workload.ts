/** The chart's own objects: what they always have, which Kubernetes would let them leave out. */
import type {
  Container,
  ContainerPort,
  Labels,
  PodSpec,
  PodTemplate,
  Probe,
  Resources,
  SecurityContext,
  ServiceSpec,
  Volume,
  VolumeMount,
  WorkloadSpec,
} from "./kubernetes.ts";

/** A tier's Deployment or StatefulSet. */
export interface TierWorkload extends WorkloadSpec {
  readonly template: TierTemplate;
}

export interface TierTemplate extends PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations: Labels };
  readonly spec: TierPodSpec;
}

export interface TierPodSpec extends PodSpec {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly securityContext: SecurityContext;
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly TierContainer[];
  readonly volumes: readonly Volume[];
}

export interface TierContainer extends Container {
  readonly command: readonly string[];
  readonly ports: readonly (ContainerPort & { readonly name: string })[];
  readonly resources: Resources;
  readonly securityContext: SecurityContext;
  readonly volumeMounts: readonly VolumeMount[];
  readonly livenessProbe: TierProbe;
  readonly readinessProbe: TierProbe;
  readonly startupProbe: TierProbe;
}

export interface TierProbe extends Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
}

/** A Service of the chart. */
export interface TierService extends ServiceSpec {
  readonly selector: Labels;
}
