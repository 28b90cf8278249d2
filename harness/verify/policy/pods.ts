import type { Container, Manifest } from "../../chart/index.ts";
import { containersOf, ofKind, opens, type Pod, podsOf, repeated, type Subject, stringsIn } from "./objects.ts";

/**
 * What pods name: the objects that they need exist in the render or are named by the values, mounts have volumes, and
 * probes ask ports that are open.
 * @returns a line for each problem
 */
export function pods({ manifests, values }: Subject): string[] {
  const own = stringsIn(values);
  const problems = podsOf(manifests).flatMap((pod) => [
    ...missingObjects(pod, manifests, own).map((problem) => `${pod.owner}: ${problem}`),
    ...containersOf(pod.spec).flatMap((container) =>
      containerProblems(pod, container).map((problem) => `${pod.owner}: ${container.name}: ${problem}`),
    ),
    ...repeated((pod.spec.volumes ?? []).map(({ name }) => name)).map((name) => `${pod.owner}: two volumes ${name}`),
  ]);
  return [...new Set(problems)];
}

function missingObjects({ spec }: Pod, manifests: readonly Manifest[], own: ReadonlySet<string>): string[] {
  const volumes = spec.volumes ?? [];
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const containers = containersOf(spec);
  const env = containers.flatMap((container) => container.env ?? []).map(({ valueFrom }) => valueFrom);
  const envFrom = containers.flatMap((container) => container.envFrom ?? []);
  const needed: Record<string, (string | undefined)[]> = {
    ConfigMap: [
      ...volumes.map(({ configMap }) => configMap?.name),
      ...sources.map(({ configMap }) => configMap?.name),
      ...env.map((from) => from?.configMapKeyRef?.name),
      ...envFrom.map(({ configMapRef }) => configMapRef?.name),
    ],
    Secret: [
      ...volumes.map(({ secret }) => secret?.secretName),
      ...sources.map(({ secret }) => secret?.name),
      ...env.map((from) => from?.secretKeyRef?.name),
      ...envFrom.map(({ secretRef }) => secretRef?.name),
      ...(spec.imagePullSecrets ?? []).map(({ name }) => name),
    ],
    PersistentVolumeClaim: volumes.map((volume) => volume.persistentVolumeClaim?.claimName),
    // Every namespace has the account `default`.
    ServiceAccount: [spec.serviceAccountName].filter((name) => name !== "default"),
  };
  return Object.entries(needed).flatMap(([kind, names]) => {
    const made = new Set(ofKind(manifests, kind).map(({ metadata }) => metadata.name));
    const missing = names.filter((name) => name !== undefined && !made.has(name) && !own.has(name));
    return missing.map((name) => `there is no ${kind} ${name}`);
  });
}

function containerProblems({ spec }: Pod, container: Container): string[] {
  const { livenessProbe, readinessProbe, startupProbe, volumeMounts = [], env = [] } = container;
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const probes = Object.entries({ livenessProbe, readinessProbe, startupProbe });
  const asked = probes.map(([name, probe]) => [name, probe?.httpGet?.port ?? probe?.tcpSocket?.port] as const);
  return [
    ...asked
      .filter(([, port]) => port !== undefined && !opens({ containers: [container] }, port))
      .map(([name, port]) => `${name} asks port ${port}, which is not open`),
    ...volumeMounts.filter(({ name }) => !volumes.has(name)).map(({ name }) => `mounts ${name}, which is no volume`),
    ...repeated(volumeMounts.map(({ mountPath }) => mountPath)).map((path) => `mounts two volumes at ${path}`),
    ...repeated(env.map(({ name }) => name)).map((name) => `has two variables ${name}`),
    ...repeated((container.ports ?? []).map(({ name = "" }) => name)).map((name) => `has two ports ${name}`),
  ];
}
