import { beforeAll, describe, expect, it } from "vitest";
import { type Manifest, template, type Values } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { Checksums, merge, violations } from "../../harness/verify/index.ts";

const namespace = "tv";
const values: Values = {
  ingest: { replicas: 2, tcpRoute: { enabled: true, parentRefs: [{ name: "edge" }] } },
  delivery: {
    autoscaling: { enabled: true },
    ingress: { enabled: true },
    httpRoute: { enabled: true, parentRefs: [{ name: "edge" }] },
    service: { type: "NodePort", nodePort: 31080 },
  },
  storage: { mode: "shared", shared: { hostPath: { path: "/srv/live" } } },
  networkPolicy: { enabled: true },
};
let sound: Manifest[];

beforeAll(async () => {
  sound = await template(chartFolder, { inline: values, namespace });
});

async function judge(manifests: readonly Manifest[], relaxes: readonly string[] = []): Promise<string[]> {
  const [problems = []] = await violations([{ manifests, values, namespace, relaxes }]);
  return problems;
}

/** The render with other values in some object, of the first that has this kind and, if told, this end of its name. */
function changed(kind: string, change: Values, end = ""): Manifest[] {
  const index = sound.findIndex((each) => each.kind === kind && each.metadata.name.endsWith(end));
  return sound.with(index, merge(sound[index] as unknown as Values, change) as unknown as Manifest);
}

/** The render with other values in the pods of the Deployment. */
function pods(change: (spec: Values) => Values): Manifest[] {
  const [deployment] = sound.filter(({ kind }) => kind === "Deployment");
  const spec = deployment?.["spec"] as { template: { spec: Values } };
  return changed("Deployment", { spec: { template: { spec: change(spec.template.spec) } } });
}

/** The render with other values in the container of the Deployment's pods. */
function container(change: Values): Manifest[] {
  return pods(({ containers }) => ({ containers: [merge((containers as Values[])[0] ?? {}, change)] }));
}

/** The render with another selector in a Service. */
function serviceOf(selector: Values): Manifest[] {
  const index = sound.findIndex(({ kind }) => kind === "Service");
  const service = sound[index] as Manifest;
  return sound.with(index, { ...service, spec: { ...(service["spec"] as Values), selector } });
}

function without(kind: string, end = ""): Manifest[] {
  return sound.filter((each) => each.kind !== kind || !each.metadata.name.endsWith(end));
}

it("a sound render keeps to the policy", async () => {
  expect(await judge(sound)).toEqual([]);
});

describe("a render breaks the policy", () => {
  it.each<[string, () => Manifest[], RegExp]>([
    [
      "with a pod of the host's network",
      () => pods(() => ({ hostNetwork: true })),
      /hostNamespaces: host namespaces \(hostNetwork=true\)/,
    ],
    [
      "with a volume of the node",
      () => pods(() => ({ volumes: [{ name: "a", hostPath: {} }] })),
      /restrictedVolumes: .*"a" uses restricted volume type "hostPath"/,
    ],
    [
      "with system settings",
      () => pods(() => ({ securityContext: { sysctls: [{ name: "kernel.msgmax", value: "1" }] } })),
      /forbidden sysctls \(kernel.msgmax\)/,
    ],
    [
      "with a pod that may be root",
      () => pods(() => ({ securityContext: { runAsNonRoot: null } })),
      /runAsNonRoot != true/,
    ],
    ["with a pod that is root", () => pods(() => ({ securityContext: { runAsUser: 0 } })), /runAsUser=0/],
    [
      "with a pod that may be root, although newer versions let it where users are mapped",
      () => pods(() => ({ hostUsers: false, securityContext: { runAsNonRoot: null } })),
      /runAsNonRoot != true/,
    ],
    [
      "with another AppArmor",
      () => container({ securityContext: { appArmorProfile: { type: "Unconfined" } } }),
      /appArmorProfile: /,
    ],
    [
      "with another SELinux",
      () => container({ securityContext: { seLinuxOptions: { user: "root" } } }),
      /seLinuxOptions: /,
    ],
    ["with all of /proc", () => container({ securityContext: { procMount: "Unmasked" } }), /procMount_restricted: /],
    [
      "with privileges before the others run",
      () => pods(() => ({ initContainers: [{ name: "first", securityContext: { privileged: true } }] })),
      /container "first" must not set securityContext.privileged=true/,
    ],
    ["with pods that cannot be read", () => pods(() => ({ hostNetwork: "yes" })), /pod: .*cannot unmarshal/],
    [
      "without a seccomp profile",
      () => pods(() => ({ securityContext: { seccompProfile: null } })),
      /seccompProfile_restricted: /,
    ],
    ["with privileges", () => container({ securityContext: { privileged: true } }), /privileged: privileged/],
    [
      "with privileges to gain",
      () => container({ securityContext: { allowPrivilegeEscalation: true } }),
      /allowPrivilegeEscalation != false/,
    ],
    [
      "with capabilities left",
      () => container({ securityContext: { capabilities: { drop: [] } } }),
      /unrestricted capabilities .*drop=\["ALL"\]/,
    ],
    [
      "with a capability more",
      () => container({ securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }),
      /unrestricted capabilities .*"SYS_ADMIN"/,
    ],
    [
      "with a writable root",
      () => container({ securityContext: { readOnlyRootFilesystem: false } }),
      /write to its root/,
    ],
    [
      "with a port of the node",
      () => container({ ports: [{ name: "http", containerPort: 8080, hostPort: 80 }] }),
      /hostPorts: hostPort /,
    ],
    [
      "with a probe of another host",
      () => container({ livenessProbe: { httpGet: { host: "x" } } }),
      /hostProbesAndHostLifecycle: /,
    ],
    [
      "with a probe of a closed port",
      () => container({ livenessProbe: { httpGet: { port: "web" } } }),
      /asks port web/,
    ],
    ["with a mount of nothing", () => container({ volumeMounts: [{ name: "a", mountPath: "/a" }] }), /is no volume/],
    [
      "with a variable from nowhere",
      () => container({ env: [{ name: "A", valueFrom: { secretKeyRef: { name: "gone" } } }] }),
      /no Secret gone/,
    ],
    ["without a ConfigMap", () => without("ConfigMap", "delivery"), /there is no ConfigMap hls-hls-cloud-delivery/],
    ["without a claim", () => without("PersistentVolumeClaim"), /there is no PersistentVolumeClaim/],
    ["without the claim that a volume waits for", () => without("PersistentVolumeClaim"), /waits for the claim/],
    ["without the volume of a claim", () => without("PersistentVolume"), /0 volumes fit it/],
    [
      "with a smaller volume",
      () => changed("PersistentVolume", { spec: { capacity: { storage: "1Gi" } } }),
      /0 volumes/,
    ],
    ["without an account", () => without("ServiceAccount"), /there is no ServiceAccount/],
    ["without a headless Service", () => without("Service", "headless"), /no headless Service/],
    ["with a Service of nothing", () => changed("Service", { spec: { selector: { a: "b" } } }), /it selects no pod/],
    ["with a Service of both tiers", () => serviceOf({ "app.kubernetes.io/instance": "hls" }), /pods of .* and /],
    [
      "with a Service of a closed port",
      () => changed("Service", { spec: { ports: [{ port: 1 }] } }),
      /does not open 1/,
    ],
    [
      "with one node port twice",
      () => [...sound, ...changed("Service", {}, "delivery")],
      /node port 31080 is given twice/,
    ],
    ["without a route's Service", () => without("Service", "-delivery"), /HTTPRoute.*there is no Service/],
    ["without an Ingress's Service", () => without("Service", "-delivery"), /Ingress.*there is no Service/],
    [
      "with a route to a closed port",
      () => changed("TCPRoute", { spec: { rules: [{ backendRefs: [{ name: "hls-hls-cloud-ingest", port: 1 }] }] } }),
      /has no port 1/,
    ],
    ["with a scaler of nothing", () => without("Deployment"), /there is no Deployment/],
    ["with two that say the replicas", () => changed("Deployment", { spec: { replicas: 2 } }), /says its replicas too/],
    [
      "with a budget of nothing",
      () => changed("PodDisruptionBudget", { spec: { selector: { matchLabels: { a: "b" } } } }),
      /PodDisruptionBudget.*selects no pod/,
    ],
    [
      "with a policy of a closed port",
      () => changed("NetworkPolicy", { spec: { ingress: [{ ports: [{ port: "web" }] }] } }),
      /do not open web/,
    ],
    [
      "with a workload of other pods",
      () => changed("Deployment", { spec: { selector: { matchLabels: { a: "b" } } } }),
      /does not select its own pods/,
    ],
    ["with one object twice", () => [...sound, ...sound.slice(0, 1)], /is rendered twice/],
    ["with a long name", () => changed("ConfigMap", { metadata: { name: "x".repeat(64) } }), /more than 63/],
    ["with a long StatefulSet", () => changed("StatefulSet", { metadata: { name: "x".repeat(53) } }), /more than 63/],
    ["with a Service that is no host", () => changed("Service", { metadata: { name: "1st" } }), /no name for its kind/],
    ["with a label that is none", () => changed("Service", { metadata: { labels: { a: "b c" } } }), /no value for the/],
    ["with a number as a label", () => changed("Service", { metadata: { labels: { a: 1 } } }), /no value for the/],
    ["with a namespace", () => changed("Service", { metadata: { namespace: "x" } }), /says where it goes/],
    [
      "with a volume for another namespace",
      () => changed("PersistentVolume", { spec: { claimRef: { namespace: "default" } } }),
      /is for another namespace/,
    ],
  ])("%s", async (_, broken, problem) => {
    expect((await judge(broken())).join("\n")).toMatch(problem);
  });
});

it("a rule that the values give up is not held, and no other", async () => {
  const broken = container({ securityContext: { readOnlyRootFilesystem: false, privileged: true } });
  const relaxed = await judge(broken, ["readOnlyRootFilesystem"]);
  expect(relaxed).toEqual([expect.stringContaining("privileged: privileged")]);
});

describe("over many renders", () => {
  const checksum = (sum: string | null) =>
    changed("Deployment", { spec: { template: { metadata: { annotations: { "checksum/config": sum } } } } });

  it.each<[string, () => Manifest[], RegExp]>([
    ["a checksum is missing", () => checksum(null), /no checksum/],
    ["pods restart for nothing", () => checksum("another"), /restart although their configuration is the same/],
    [
      "pods keep an old configuration",
      () => changed("ConfigMap", { data: { "delivery.conf": "another" } }, "delivery"),
      /do not restart although/,
    ],
  ])("%s", (_, broken, problem) => {
    const seen = new Checksums();
    expect(seen.problems(sound)).toEqual([]);
    expect(seen.problems(sound)).toEqual([]);
    expect(seen.problems(broken()).join("\n")).toMatch(problem);
  });
});
