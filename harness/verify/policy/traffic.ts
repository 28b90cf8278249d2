import { type Labels, type Manifest, type ServiceSpec, selects } from "../../chart/index.ts";
import { ofKind, opens, type Pod, podsOf, repeated, type Subject, title } from "./objects.ts";

interface Backend {
  readonly name: string;
  readonly port?: number | { readonly name?: string; readonly number?: number };
}

/**
 * How traffic reaches pods: Services select pods that exist and open what is asked for, routes lead to Services, and
 * budgets, policies and scalers are about pods and workloads of the render.
 * @returns a line for each problem
 */
export function traffic({ manifests }: Subject): string[] {
  const all = podsOf(manifests);
  const nodePorts = ofKind(manifests, "Service").flatMap((service) =>
    specOf(service).ports.map(({ nodePort }) => nodePort),
  );
  const problems = [
    ...ofKind(manifests, "Service").flatMap((each) => about(each, serviceProblems(specOf(each), all))),
    ...ofKind(manifests, "Deployment", "StatefulSet").flatMap((each) => about(each, workloadProblems(each, manifests))),
    ...ofKind(manifests, "Ingress", "HTTPRoute", "TCPRoute").flatMap((each) =>
      about(each, routeProblems(each, manifests)),
    ),
    ...ofKind(manifests, "PodDisruptionBudget").flatMap((each) => about(each, selectorProblems(each, "selector", all))),
    ...ofKind(manifests, "NetworkPolicy").flatMap((each) => about(each, policyProblems(each, all))),
    ...ofKind(manifests, "HorizontalPodAutoscaler").flatMap((each) => about(each, scalerProblems(each, manifests))),
    ...ofKind(manifests, "PersistentVolume").flatMap((each) => about(each, volumeProblems(each, manifests))),
    ...ofKind(manifests, "PersistentVolumeClaim").flatMap((each) => about(each, claimProblems(each, manifests))),
    ...repeated(nodePorts.flatMap((port) => (port ? [String(port)] : []))).map(
      (port) => `node port ${port} is given twice`,
    ),
  ];
  return [...new Set(problems)];
}

function about(manifest: Manifest, problems: readonly string[]): string[] {
  return problems.map((problem) => `${title(manifest)}: ${problem}`);
}

function specOf(service: Manifest): ServiceSpec {
  return service["spec"] as ServiceSpec;
}

function serviceProblems(spec: ServiceSpec, all: readonly Pod[]): string[] {
  const selected = all.filter(({ labels }) => spec.selector && selects(spec.selector, labels));
  if (selected.length === 0) return ["it selects no pod"];
  const owners = new Set(selected.map(({ owner }) => owner));
  const closed = spec.ports.flatMap(({ port, targetPort = port }) =>
    selected.filter((pod) => !opens(pod.spec, targetPort)).map(({ owner }) => `${owner} does not open ${targetPort}`),
  );
  const exposed = spec.type === "NodePort" || spec.type === "LoadBalancer";
  return [
    ...closed,
    ...(owners.size > 1 ? [`it selects pods of ${[...owners].join(" and ")}`] : []),
    ...(!exposed && spec.ports.some(({ nodePort }) => nodePort)
      ? ["it has a node port, but is inside the cluster"]
      : []),
  ];
}

function workloadProblems(workload: Manifest, manifests: readonly Manifest[]): string[] {
  const { selector, serviceName } = workload["spec"] as { selector: { matchLabels: Labels }; serviceName?: string };
  const chosen = podsOf(manifests).filter(({ labels }) => selects(selector.matchLabels, labels));
  const strangers = [...new Set(chosen.map(({ owner }) => owner))].filter((owner) => owner !== title(workload));
  const template = podsOf([workload])[0];
  const service = ofKind(manifests, "Service").find(({ metadata }) => metadata.name === serviceName);
  return [
    ...(template && !selects(selector.matchLabels, template.labels) ? ["it does not select its own pods"] : []),
    ...strangers.map((owner) => `it selects pods of ${owner}`),
    ...(workload.kind === "StatefulSet" && (!service || specOf(service).clusterIP !== "None")
      ? [`there is no headless Service ${serviceName}`]
      : []),
  ];
}

function routeProblems(route: Manifest, manifests: readonly Manifest[]): string[] {
  return backendsOf(route).flatMap(({ name, port }) => {
    const service = ofKind(manifests, "Service").find(({ metadata }) => metadata.name === name);
    if (!service) return [`there is no Service ${name}`];
    const wanted = typeof port === "object" ? (port.name ?? port.number) : port;
    const has = specOf(service).ports.some((each) => wanted === each.port || wanted === each.name);
    return has ? [] : [`Service ${name} has no port ${wanted}`];
  });
}

function backendsOf(route: Manifest): Backend[] {
  interface Rule {
    readonly backendRefs?: readonly Backend[];
    readonly http?: { readonly paths: readonly { readonly backend: { readonly service: Backend } }[] };
  }
  const { rules } = route["spec"] as { rules: readonly Rule[] };
  return rules.flatMap(({ backendRefs = [], http }) => [
    ...backendRefs,
    ...(http?.paths ?? []).map(({ backend }) => backend.service),
  ]);
}

function selectorProblems(manifest: Manifest, field: string, all: readonly Pod[]): string[] {
  const spec = manifest["spec"] as Record<string, { matchLabels?: Labels }>;
  const selector = spec[field]?.matchLabels ?? {};
  return all.some(({ labels }) => selects(selector, labels)) ? [] : ["it selects no pod"];
}

function policyProblems(policy: Manifest, all: readonly Pod[]): string[] {
  const spec = policy["spec"] as {
    podSelector: { matchLabels: Labels };
    ingress?: readonly { readonly ports?: readonly { readonly port?: string | number }[] }[];
  };
  const selected = all.filter(({ labels }) => selects(spec.podSelector.matchLabels, labels));
  const ports = (spec.ingress ?? []).flatMap((rule) => rule.ports ?? []).flatMap(({ port }) => port ?? []);
  const closed = ports.filter((port) => selected.some((pod) => !opens(pod.spec, port)));
  return [...selectorProblems(policy, "podSelector", all), ...closed.map((port) => `its pods do not open ${port}`)];
}

function scalerProblems(scaler: Manifest, manifests: readonly Manifest[]): string[] {
  const { scaleTargetRef: target } = scaler["spec"] as { scaleTargetRef: { kind: string; name: string } };
  const workload = ofKind(manifests, target.kind).find(({ metadata }) => metadata.name === target.name);
  if (!workload) return [`there is no ${target.kind} ${target.name}`];
  const { replicas } = workload["spec"] as { replicas?: number };
  return replicas === undefined ? [] : [`${target.kind} ${target.name} says its replicas too`];
}

function volumeProblems(volume: Manifest, manifests: readonly Manifest[]): string[] {
  const { claimRef } = volume["spec"] as { claimRef?: { name: string } };
  const claims = ofKind(manifests, "PersistentVolumeClaim").map(({ metadata }) => metadata.name);
  return claimRef && claims.includes(claimRef.name)
    ? []
    : [`it waits for the claim ${claimRef?.name}, which is not made`];
}

function claimProblems(claim: Manifest, manifests: readonly Manifest[]): string[] {
  interface ClaimSpec {
    readonly storageClassName?: string;
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: { readonly storage: string } };
    readonly selector?: { readonly matchLabels: Labels };
  }
  interface VolumeSpec {
    readonly capacity: { readonly storage: string };
    readonly accessModes: readonly string[];
  }
  const { storageClassName, accessModes, resources, selector } = claim["spec"] as ClaimSpec;
  // A provisioner makes the volume.
  if (storageClassName !== "") return [];
  const fitting = ofKind(manifests, "PersistentVolume").filter((volume) => {
    const spec = volume["spec"] as VolumeSpec;
    const isMeant = selects(selector?.matchLabels ?? {}, volume.metadata.labels ?? {});
    const isEnough = spec.capacity.storage === resources.requests.storage;
    return isMeant && isEnough && accessModes.every((mode) => spec.accessModes.includes(mode));
  });
  return fitting.length === 1 ? [] : [`${fitting.length} volumes fit it`];
}
