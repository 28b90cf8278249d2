import type { Container, PodSpec } from "../../chart/index.ts";
import { containersOf, type Pod, podsOf, type Subject } from "./objects.ts";

/** Sources of a volume that the restricted standard admits. */
const volumeSources = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"].concat([
  "persistentVolumeClaim",
  "projected",
  "secret",
]);
const hostFields = ["hostNetwork", "hostPID", "hostIPC"];
const profiles = ["RuntimeDefault", "Localhost"];

/** What breaks a rule, by the rule's name. */
type Findings = Readonly<Record<string, readonly string[]>>;

/**
 * The restricted Pod Security Standard, as Kubernetes 1.29 to 1.37 state it, and one rule of this project's own: the root
 * file system is read-only.
 * @returns a line for each rule that a pod breaks and the values do not give up
 */
export function podSecurity({ manifests, relaxes }: Subject): string[] {
  const found = podsOf(manifests).flatMap((pod) => brokenBy(pod).filter(([rule]) => !relaxes.includes(rule)));
  return [...new Set(found.map(([, problem]) => problem))];
}

function brokenBy({ owner, spec }: Pod): [rule: string, problem: string][] {
  const containers = containersOf(spec).flatMap((container) => Object.entries(containerFindings(spec, container)));
  const all = [...Object.entries(podFindings(spec)), ...containers];
  return all.flatMap(([rule, places]) =>
    places.map((place): [string, string] => [rule, `${owner}: ${rule}: ${place}`]),
  );
}

function podFindings(spec: PodSpec): Findings {
  const context = spec.securityContext ?? {};
  const sources = (spec.volumes ?? []).flatMap(({ name, ...source }) =>
    Object.keys(source).map((kind) => ({ name, kind })),
  );
  return {
    host: hostFields.filter((field) => spec[field]),
    volumes: sources.filter(({ kind }) => !volumeSources.includes(kind)).map(({ name, kind }) => `${name} is ${kind}`),
    sysctls: context["sysctls"] ? ["sysctls are set"] : [],
    hostProcess: context["windowsOptions"] ? ["options of Windows are set"] : [],
    seLinux: context["seLinuxOptions"] ? ["options of SELinux are set"] : [],
  };
}

function containerFindings(spec: PodSpec, { name, ports = [], securityContext = {}, ...rest }: Container): Findings {
  // What the container does not say, the pod says for it.
  const context = { ...spec.securityContext, ...securityContext };
  const { drop = [], add = [] } = securityContext.capabilities ?? {};
  const when = (broken: boolean, problem: string) => (broken ? [`${name} ${problem}`] : []);
  const probes = [rest.livenessProbe, rest.readinessProbe, rest.startupProbe];
  return {
    privileged: when(context["privileged"] === true, "is privileged"),
    allowPrivilegeEscalation: when(securityContext["allowPrivilegeEscalation"] !== false, "may gain privileges"),
    runAsNonRoot: when(context["runAsNonRoot"] !== true, "may run as root"),
    runAsUser: when(context["runAsUser"] === 0, "runs as user 0"),
    seccompProfile: when(!profiles.includes(context.seccompProfile?.type ?? ""), "has no seccomp profile"),
    capabilities: when(
      !drop.includes("ALL") || add.some((capability) => capability !== "NET_BIND_SERVICE"),
      "keeps capabilities",
    ),
    procMount: when(!["Default", undefined].includes(context["procMount"] as string), "has an unmasked /proc"),
    appArmor: when(Boolean(context["appArmorProfile"]), "has a profile of AppArmor"),
    hostPorts: when(
      ports.some(({ hostPort }) => hostPort),
      "opens a port of the node",
    ),
    probeHosts: when(
      probes.some((probe) => probe?.httpGet?.host !== undefined),
      "is probed at another host",
    ),
    readOnlyRootFilesystem: when(securityContext["readOnlyRootFilesystem"] !== true, "may write to its root"),
  };
}
