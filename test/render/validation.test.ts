import { describe, expect, it } from "vitest";
import { HelmValidationError } from "../../harness/chart/index.ts";
import { render, type Values } from "./rendered.ts";

interface Refusal {
  /** What is refused, as the end of a sentence. */
  readonly what: string;
  readonly bad: Values;
  /** What the message names: the value's path, and the fix. */
  readonly path: string;
  readonly fix: string;
  /** The nearest values that work. */
  readonly good: Values;
}

const encoded = (name: string, more: Values = { width: 640 }) => ({
  name,
  videoBitrate: "500k",
  audioBitrate: "64k",
  ...more,
});
const copied = (name: string) => ({ name, copy: true, maxBitrate: "4000k" });
const nfs = { server: "nfs.example.com", path: "/exports" };
const shared = (volume: Values, more: Values = {}) => ({ storage: { mode: "shared", shared: volume }, ...more });
const vod = (volume: Values, more: Values = {}) => ({ vod: { enabled: true, ...volume }, ...more });
const recording = (values: Values, volume: Values = { nfs }) => ({
  ...vod(volume),
  recording: { enabled: true, ...values },
});
const ingestService = (service: Values) => ({ ingest: { service } });
const deliveryService = (service: Values) => ({ delivery: { service } });
const autoscaling = (values: Values) => ({ delivery: { autoscaling: { enabled: true, ...values } } });
const gateway = [{ name: "edge" }];

const ladder: Refusal[] = [
  {
    what: "two renditions with one name",
    bad: { ladder: [encoded("low"), encoded("mid"), encoded("low")] },
    path: "ladder[2].name",
    fix: "give each rendition a name of its own",
    good: { ladder: [encoded("low"), encoded("mid"), encoded("high")] },
  },
  {
    what: "a suffix that is the tail of another",
    bad: { ladder: [encoded("very_low"), encoded("low")] },
    path: "ladder[0].name",
    fix: "rename one of them",
    good: { ladder: [encoded("verylow"), encoded("low")] },
  },
  {
    what: "two renditions that copy",
    bad: { ladder: [copied("src"), encoded("low"), copied("raw")] },
    path: "ladder[2].copy",
    fix: "remove one of them",
    good: { ladder: [copied("src"), encoded("low")] },
  },
  {
    what: "a rendition without a size",
    bad: { ladder: [encoded("low", {})] },
    path: "ladder[0]",
    fix: "give it a width or a height",
    good: { ladder: [encoded("low", { height: 360 })] },
  },
  {
    what: "a rendition with both sizes",
    bad: { ladder: [encoded("low", { width: 640, height: 360 })] },
    path: "ladder[0]",
    fix: "keep one of them",
    good: { ladder: [encoded("low", { width: 640 })] },
  },
];

const playlists: Refusal[] = [
  {
    what: "a playlist of less than three fragments",
    bad: { hls: { fragment: 4, playlistLength: 11.5 } },
    path: "hls.playlistLength",
    fix: "set at least 12",
    good: { hls: { fragment: 4, playlistLength: 12 } },
  },
  {
    what: "a DASH fragment between keyframes",
    bad: { hls: { fragment: 2 }, dash: { fragment: 3 } },
    path: "dash.fragment",
    fix: "set a multiple of 2, or null",
    good: { hls: { fragment: 1.5 }, dash: { fragment: 3 } },
  },
  {
    what: "a manifest of less than three fragments",
    bad: { dash: { fragment: 4, playlistLength: 11 } },
    path: "dash.playlistLength",
    fix: "set at least 12",
    good: { dash: { fragment: 4, playlistLength: 12 } },
  },
  {
    what: "a manifest that inherits less than three of its fragments",
    bad: { hls: { fragment: 2, playlistLength: 10 }, dash: { fragment: 4 } },
    path: "dash.playlistLength",
    fix: "set at least 12",
    good: { hls: { fragment: 2, playlistLength: 12 }, dash: { fragment: 4 } },
  },
  {
    what: "a DASH fragment without DASH",
    bad: { dash: { enabled: false, fragment: 4 } },
    path: "dash.fragment",
    fix: "set dash.enabled to true, or remove it",
    good: { dash: { enabled: false } },
  },
  {
    what: "a manifest's length without DASH",
    bad: { dash: { enabled: false, playlistLength: 20 } },
    path: "dash.playlistLength",
    fix: "set dash.enabled to true, or remove it",
    good: { dash: { enabled: true, playlistLength: 20 } },
  },
];

const volumes: Refusal[] = [
  {
    what: "shared storage without a volume",
    bad: shared({}),
    path: "storage.shared",
    fix: "set one of storage.shared.nfs",
    good: shared({ existingClaim: "media" }),
  },
  {
    what: "shared storage with two volumes",
    bad: shared({ existingClaim: "media", storageClass: "files" }),
    path: "storage.shared",
    fix: "keep one of them",
    good: shared({ storageClass: "files" }),
  },
  {
    what: "a volume that origin storage would ignore",
    bad: { storage: { shared: { hostPath: { path: "/srv" } } } },
    path: "storage.shared.hostPath",
    fix: "set storage.mode to shared, or remove it",
    good: shared({ hostPath: { path: "/srv" } }),
  },
  {
    what: "VOD without a volume",
    bad: vod({}),
    path: "vod",
    fix: "set one of vod.nfs",
    good: vod({ existingClaim: "films" }),
  },
  {
    what: "VOD with two volumes",
    bad: vod({ nfs, hostPath: { path: "/srv" } }),
    path: "vod",
    fix: "keep one of them",
    good: vod({ nfs }),
  },
  {
    what: "a VOD volume while VOD is off",
    bad: { vod: { existingClaim: "films" } },
    path: "vod.existingClaim",
    fix: "set vod.enabled to true, or remove it",
    good: { vod: { enabled: true, existingClaim: "films" } },
  },
  {
    what: "an NFS server without a path",
    bad: shared({ nfs: { server: "nfs.example.com" } }),
    path: "storage.shared.nfs.path",
    fix: "set the path that it exports",
    good: shared({ nfs }),
  },
  {
    what: "an NFS path without a server",
    bad: vod({ nfs: { path: "/exports" } }),
    path: "vod.nfs.server",
    fix: "set the server that exports it",
    good: vod({ nfs }),
  },
  {
    what: "ReadWriteOnce with several ingest pods",
    bad: shared({ nfs, accessMode: "ReadWriteOnce" }, { ingest: { replicas: 2 } }),
    path: "storage.shared.accessMode",
    fix: "set ReadWriteMany, or run one pod of each",
    good: shared({ nfs, accessMode: "ReadWriteOnce" }),
  },
  {
    what: "ReadWriteOnce with several delivery pods",
    bad: shared({ nfs, accessMode: "ReadWriteOnce" }, { delivery: { replicas: 2 } }),
    path: "storage.shared.accessMode",
    fix: "set ReadWriteMany, or run one pod of each",
    good: shared({ existingClaim: "media", accessMode: "ReadWriteOnce" }, { delivery: { replicas: 2 } }),
  },
  {
    what: "ReadWriteOnce with an autoscaler that may add pods",
    bad: vod({ nfs, accessMode: "ReadWriteOnce" }, autoscaling({})),
    path: "vod.accessMode",
    fix: "set ReadWriteMany",
    good: vod({ nfs, accessMode: "ReadOnlyMany" }, autoscaling({})),
  },
  {
    what: "ReadWriteOncePod, which admits one pod in all",
    bad: shared({ nfs, accessMode: "ReadWriteOncePod" }),
    path: "storage.shared.accessMode",
    fix: "set ReadWriteMany",
    good: shared({ nfs, accessMode: "ReadWriteOnce" }),
  },
];

const services: Refusal[] = [
  {
    what: "a node port of a ClusterIP Service",
    bad: ingestService({ nodePort: 31935 }),
    path: "ingest.service.nodePort",
    fix: "set ingest.service.type to NodePort or LoadBalancer",
    good: ingestService({ type: "LoadBalancer", nodePort: 31935 }),
  },
  {
    what: "a node port below the cluster's range",
    bad: ingestService({ type: "NodePort", nodePort: 29995 }),
    path: "ingest.service.nodePort",
    fix: "choose one from 30000 to 32767",
    good: ingestService({ type: "NodePort", nodePort: 30000 }),
  },
  {
    what: "a node port above the cluster's range",
    bad: deliveryService({ type: "NodePort", nodePort: 32768 }),
    path: "delivery.service.nodePort",
    fix: "choose one from 30000 to 32767",
    good: deliveryService({ type: "NodePort", nodePort: 32767 }),
  },
  {
    what: "a node port outside a range of the cluster's own",
    bad: { ...deliveryService({ type: "NodePort", nodePort: 31000 }), cluster: { nodePortRange: { max: 30999 } } },
    path: "delivery.service.nodePort",
    fix: "choose one from 30000 to 30999",
    good: { ...deliveryService({ type: "NodePort", nodePort: 29994 }), cluster: { nodePortRange: { min: 29000 } } },
  },
  {
    what: "a range of node ports that ends before it begins",
    bad: { cluster: { nodePortRange: { min: 32768 } } },
    path: "cluster.nodePortRange.min",
    fix: "swap them",
    good: { cluster: { nodePortRange: { min: 32767 } } },
  },
  {
    what: "one node port for two Services",
    bad: {
      ingest: { service: { type: "NodePort", nodePort: 31000 } },
      delivery: { service: { type: "NodePort", nodePort: 31000 } },
    },
    path: "delivery.service.nodePort",
    fix: "choose another one",
    good: {
      ingest: { service: { type: "NodePort", nodePort: 31000 } },
      delivery: { service: { type: "NodePort", nodePort: 31001 } },
    },
  },
  {
    what: "a load balancer's class without a load balancer",
    bad: ingestService({ type: "NodePort", loadBalancerClass: "example.com/nlb" }),
    path: "ingest.service.loadBalancerClass",
    fix: "set ingest.service.type to LoadBalancer",
    good: ingestService({ type: "LoadBalancer", loadBalancerClass: "example.com/nlb" }),
  },
  {
    what: "a load balancer's sources without a load balancer",
    bad: deliveryService({ loadBalancerSourceRanges: ["203.0.113.0/24"] }),
    path: "delivery.service.loadBalancerSourceRanges",
    fix: "set delivery.service.type to LoadBalancer",
    good: deliveryService({ type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] }),
  },
  {
    what: "a traffic policy of a ClusterIP Service",
    bad: ingestService({ externalTrafficPolicy: "Local" }),
    path: "ingest.service.externalTrafficPolicy",
    fix: "set ingest.service.type to NodePort or LoadBalancer",
    good: ingestService({ type: "NodePort", externalTrafficPolicy: "Local" }),
  },
];

const routes: Refusal[] = [
  {
    what: "an Ingress without hosts",
    bad: { delivery: { ingress: { enabled: true, hosts: [] } } },
    path: "delivery.ingress.hosts",
    fix: "add a host with its paths",
    good: { delivery: { ingress: { enabled: true } } },
  },
  {
    what: "an HTTPRoute without a gateway",
    bad: { delivery: { httpRoute: { enabled: true } } },
    path: "delivery.httpRoute.parentRefs",
    fix: "name one",
    good: { delivery: { httpRoute: { enabled: true, parentRefs: gateway } } },
  },
  {
    what: "a TCPRoute without a gateway",
    bad: { ingest: { tcpRoute: { enabled: true } } },
    path: "ingest.tcpRoute.parentRefs",
    fix: "name one",
    good: { ingest: { tcpRoute: { enabled: true, parentRefs: gateway } } },
  },
];

const pods: Refusal[] = [
  {
    what: "an autoscaler with nothing to scale by",
    bad: autoscaling({ targetCPUUtilizationPercentage: null }),
    path: "delivery.autoscaling.targetCPUUtilizationPercentage",
    fix: "set it, or targetMemoryUtilizationPercentage",
    good: autoscaling({ targetCPUUtilizationPercentage: null, targetMemoryUtilizationPercentage: 80 }),
  },
  {
    what: "an autoscaler whose fewest pods are more than its most",
    bad: autoscaling({ minReplicas: 11 }),
    path: "delivery.autoscaling.minReplicas",
    fix: "lower it, or raise maxReplicas",
    good: autoscaling({ minReplicas: 10 }),
  },
  {
    what: "an autoscaler that takes a percentage of no request",
    bad: {
      delivery: { autoscaling: { enabled: true }, resources: { requests: { cpu: null }, limits: { cpu: null } } },
    },
    path: "delivery.resources.requests.cpu",
    fix: "set it",
    good: { delivery: { autoscaling: { enabled: true }, resources: { requests: { cpu: null } } } },
  },
  {
    what: "a cache in memory that the pod has not",
    bad: { delivery: { cache: { medium: "Memory", size: "449Mi" } } },
    path: "delivery.resources.limits.memory",
    fix: "raise it, or lower delivery.cache.size",
    good: { delivery: { cache: { medium: "Memory", size: "448Mi" } } },
  },
  {
    what: "a request above its limit",
    bad: { ingest: { resources: { requests: { cpu: "1500m" }, limits: { cpu: "1" } } } },
    path: "ingest.resources.requests.cpu",
    fix: "lower it, or raise the limit",
    good: { ingest: { resources: { requests: { cpu: "1000m" }, limits: { cpu: "1" } } } },
  },
  {
    what: "a request above a default limit",
    bad: { delivery: { resources: { requests: { memory: "1G" } } } },
    path: "delivery.resources.requests.memory",
    fix: "lower it, or raise the limit",
    good: { delivery: { resources: { requests: { memory: "0.5Gi" } } } },
  },
  {
    what: "two servers of one pod on one port",
    bad: { runtime: { ports: { callback: 1935 } } },
    path: "runtime.ports.callback",
    fix: "choose another port",
    good: { runtime: { ports: { callback: 1936 } } },
  },
  {
    what: "the metrics of ingest on a port that its pod has",
    bad: { runtime: { ports: { ingestMetrics: 8081 } } },
    path: "runtime.ports.ingestMetrics",
    fix: "choose another port",
    good: { runtime: { ports: { ingestMetrics: 8082 } } },
  },
  {
    what: "the metrics of delivery where viewers are",
    bad: { runtime: { ports: { deliveryMetrics: 8080 } } },
    path: "runtime.ports.deliveryMetrics",
    fix: "choose another port",
    good: { runtime: { ports: { deliveryMetrics: 8081 } } },
  },
  {
    what: "a list of ingest addresses that is not one a pod",
    bad: { runtime: { ingestAddresses: ["127.0.0.1:8081"] }, ingest: { replicas: 2 } },
    path: "runtime.ingestAddresses",
    fix: "give one address a pod, or none",
    good: { runtime: { ingestAddresses: ["127.0.0.1:8081", "127.0.0.1:8082"] }, ingest: { replicas: 2 } },
  },
  {
    what: "a take-over that comes after the publisher was dropped",
    bad: { ingest: { takeoverAfter: 15 } },
    path: "ingest.takeoverAfter",
    fix: "set a smaller one",
    good: { ingest: { takeoverAfter: 14.5 } },
  },
  {
    what: "an end of pods that comes before their drain's",
    bad: { ingest: { drain: { seconds: 60 }, terminationGracePeriodSeconds: 69 } },
    path: "ingest.terminationGracePeriodSeconds",
    fix: "set at least 70 or null, or lower ingest.drain.seconds",
    good: { ingest: { drain: { seconds: 60 }, terminationGracePeriodSeconds: 70 } },
  },
  {
    what: "an end of pods that leaves viewers no time for the last segments",
    bad: { ingest: { replicas: 2, terminationGracePeriodSeconds: 50 } },
    path: "ingest.terminationGracePeriodSeconds",
    fix: "set at least 51",
    good: { ingest: { replicas: 2, terminationGracePeriodSeconds: 51 } },
  },
  {
    what: "a key for names that no stream has",
    bad: { auth: { publish: { keys: { "cam.*": "key-of-all-cams" } } } },
    path: "auth.publish.keys",
    fix: "use 1 to 64 of A-Z a-z 0-9 _ - *",
    good: { auth: { publish: { keys: { "cam-*": "key-of-all-cams" } } } },
  },
  {
    what: "keys of publishers in two places",
    bad: { auth: { publish: { keys: { cam: "key-of-the-cam" }, existingSecret: "encoders" } } },
    path: "auth.publish.existingSecret",
    fix: "keep one of them",
    good: { auth: { publish: { existingSecret: "encoders" } } },
  },
  ...["keys", "keys:8080", "keys.default.svc", "localhost"].map((host) => ({
    what: `a service for publishers at ${host}, which nginx does not find`,
    bad: { auth: { publish: { url: `http://${host}/on_publish` } } },
    path: "auth.publish.url",
    fix: "write a name such as keys.default.svc.cluster.local, or an address",
    good: { auth: { publish: { url: "http://keys.default.svc.cluster.local:8080/on_publish" } } },
  })),
  {
    what: "signed playback without a key",
    bad: { auth: { play: { signed: { enabled: true } } } },
    path: "auth.play.signed.keys",
    fix: "set them or auth.play.signed.existingSecret",
    good: { auth: { play: { signed: { enabled: true, existingSecret: "playback" } } } },
  },
  {
    what: "playback keys in two places",
    bad: { auth: { play: { signed: { enabled: true, keys: ["k".repeat(32)], existingSecret: "playback" } } } },
    path: "auth.play.signed.existingSecret",
    fix: "keep one of them",
    good: { auth: { play: { signed: { enabled: true, keys: ["k".repeat(32)] } } } },
  },
  {
    what: "playback keys that nothing looks at",
    bad: { auth: { play: { signed: { keys: ["k".repeat(32)] } } } },
    path: "auth.play.signed.keys",
    fix: "set auth.play.signed.enabled to true, or remove it",
    good: { auth: { play: { signed: { enabled: true, keys: ["k".repeat(32)] } } } },
  },
  {
    what: "control without a token",
    bad: { auth: { admin: { enabled: true } } },
    path: "auth.admin.token",
    fix: "set it or auth.admin.existingSecret",
    good: { auth: { admin: { enabled: true, existingSecret: "admin" } } },
  },
  {
    what: "the admin's token in two places",
    bad: { auth: { admin: { enabled: true, token: "t".repeat(32), existingSecret: "admin" } } },
    path: "auth.admin.existingSecret",
    fix: "keep one of them",
    good: { auth: { admin: { enabled: true, token: "t".repeat(32) } } },
  },
  {
    what: "an admin's token that nothing looks at",
    bad: { auth: { admin: { token: "t".repeat(32) } } },
    path: "auth.admin.token",
    fix: "set auth.admin.enabled to true, or remove it",
    good: { auth: { admin: { enabled: true, token: "t".repeat(32) } } },
  },
  {
    what: "an admin's Secret that nothing looks at",
    bad: { auth: { admin: { existingSecret: "admin" } } },
    path: "auth.admin.existingSecret",
    fix: "set auth.admin.enabled to true, or remove it",
    good: { auth: { admin: { enabled: true, existingSecret: "admin" } } },
  },
  {
    what: "two folders at one path",
    bad: { runtime: { paths: { cache: "/run/hls-cloud" } } },
    path: "runtime.paths.cache",
    fix: "choose another folder",
    good: { runtime: { paths: { cache: "/run/hls-cache" } } },
  },
  {
    what: "VOD where old files are deleted",
    bad: { runtime: { paths: { vod: "/var/lib/hls-cloud/media/vod" } } },
    path: "runtime.paths.vod",
    fix: "choose a folder outside of it",
    good: { runtime: { paths: { vod: "/var/lib/hls-cloud/media-vod" } } },
  },
  ...["commonLabels", "ingest.podLabels", "delivery.podLabels"].map((path) => ({
    what: `a label of the chart's own in ${path}`,
    bad: nest(path, { "app.kubernetes.io/name": "other" }),
    path,
    fix: "remove it",
    good: nest(path, { "example.com/name": "other" }),
  })),
];

const entry = (more: Values = {}) => ({ streams: ["cam"], from: "08:00", to: "18:00", ...more });
const recordings: Refusal[] = [
  {
    what: "recordings without a volume",
    bad: { recording: { enabled: true } },
    path: "recording.enabled",
    fix: "set vod.enabled to true and its volume, or recording.volume.mode to pod",
    good: recording({}),
  },
  {
    what: "recordings without a volume, unless each pod has its own",
    bad: { recording: { enabled: true, volume: { mode: "vod" } } },
    path: "recording.enabled",
    fix: "or recording.volume.mode to pod",
    good: { recording: { enabled: true, volume: { mode: "pod" } } },
  },
  {
    what: "a class of claims that the pods do not have",
    bad: recording({ volume: { storageClass: "disk" } }),
    path: "recording.volume.storageClass",
    fix: "set recording.volume.mode to pod",
    good: recording({ volume: { mode: "pod", storageClass: "disk" } }, { nfs, accessMode: "ReadOnlyMany" }),
  },
  {
    what: "claims that hold no more than what must stay free",
    bad: recording({ volume: { mode: "pod", size: "2Gi" }, minFree: "2Gi" }),
    path: "recording.volume.size",
    fix: "raise it, or lower recording.minFree",
    good: recording({ volume: { mode: "pod", size: "2Gi" }, minFree: "2047Mi" }),
  },
  {
    what: "recordings on a volume of one node",
    bad: recording({}, { nfs, accessMode: "ReadWriteOnce" }),
    path: "vod.accessMode",
    fix: "set ReadWriteMany",
    good: recording({}, { existingClaim: "films", accessMode: "ReadWriteOnce" }),
  },
  {
    what: "recordings on a volume that is only read",
    bad: recording({}, { nfs, accessMode: "ReadOnlyMany" }),
    path: "vod.accessMode",
    fix: "set ReadWriteMany",
    good: recording({ enabled: false }, { nfs, accessMode: "ReadOnlyMany" }),
  },
  {
    what: "recordings on an export that is mounted read-only",
    bad: recording({}, { nfs: { ...nfs, mountOptions: ["hard", "ro"] } }),
    path: "vod.nfs.mountOptions",
    fix: "remove it",
    good: recording({}, { nfs: { ...nfs, mountOptions: ["hard", "proto=tcp"] } }),
  },
  {
    what: "a schedule for streams that are recorded always",
    bad: recording({ schedule: [entry()] }),
    path: "recording.schedule",
    fix: "set recording.streams to []",
    good: recording({ streams: ["cam-*"], schedule: [entry()] }),
  },
  {
    what: "a schedule that ends when it begins",
    bad: recording({ streams: [], schedule: [entry(), entry({ to: "08:00" })] }),
    path: "recording.schedule[1].to",
    fix: "set another time",
    good: recording({ streams: [], schedule: [entry(), entry({ to: "07:59" })] }),
  },
  {
    what: "room for less than one file",
    bad: recording({ maxSize: "1Gi", keep: { size: "1G" } }),
    path: "recording.keep.size",
    fix: "raise it, or lower recording.maxSize",
    good: recording({ maxSize: "1Gi", keep: { size: "1Gi" } }),
  },
];

const olderVersions: Refusal[] = [
  {
    what: "the old name of the cache of recordings",
    bad: { delivery: { cache: { films: "2Gi" } } },
    path: "delivery.cache.films",
    fix: "rename it",
    good: { delivery: { cache: { recordings: "2Gi" } } },
  },
];

describe.concurrent.each([
  ["older versions", olderVersions],
  ["the ladder", ladder],
  ["playlists", playlists],
  ["volumes", volumes],
  ["Services", services],
  ["routes", routes],
  ["pods", pods],
  ["recordings", recordings],
])("values of %s", (_, refusals) => {
  it.each(refusals)("are refused for $what", async ({ bad, path, fix }) => {
    const problems = await problemsOf(bad);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${literal(path)}: .*; .*${literal(fix)}`));
  });

  it.each(refusals)("work when they come as close as they may to $what", async ({ good }) => {
    await expect(render(good)).resolves.toBeDefined();
  });
});

it("all problems are told at once", async () => {
  const problems = await problemsOf({
    storage: { mode: "shared" },
    hls: { playlistLength: 3 },
    ingest: { service: { nodePort: 31935 } },
  });
  const paths = problems.map((problem) => problem.split(":")[0]);
  expect(paths).toEqual(["hls.playlistLength", "ingest.service.nodePort", "storage.shared"]);
});

async function problemsOf(values: Values): Promise<string[]> {
  const error = await render(values).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HelmValidationError);
  const lines = (error as HelmValidationError).what.split("\n");
  return lines.filter((line) => line.startsWith("- ")).map((line) => line.slice(2));
}

function nest(path: string, value: unknown): Values {
  return path
    .split(".")
    .toReversed()
    .reduce<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
