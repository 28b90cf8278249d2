/**
 * The value space of the chart: axes, each with named options, each option the values that it stands for.
 * Tests render all pairs of options of different axes (combinations.ts). The first option of an axis is the default.
 */
import type { Values } from "../chart/index.ts";

/** How a release is called and where it goes, beside its values. */
export interface Option {
  readonly values?: Values;
  readonly release?: string;
  readonly namespace?: string;
  /** Rules of the restricted Pod Security Standard that these values give up on purpose. */
  readonly relaxes?: readonly string[];
}

export type Axes = Readonly<Record<string, Readonly<Record<string, Option>>>>;

const plain: Option = {};
const set = (values: Values, more: Omit<Option, "values"> = {}): Option => ({ values, ...more });
const tiers = (values: Values) => set({ ingest: values, delivery: values });
const shared = (volume: Values) => set({ storage: { mode: "shared", shared: volume } });
const vod = (volume: Values) => set({ vod: { enabled: true, ...volume } });
const encoded = (name: string, more: Values) => ({ name, videoBitrate: "800k", audioBitrate: "96k", ...more });
const copied = { name: "src", copy: true, maxBitrate: "6000k" };
const nfs = { server: "nfs.example.com", path: "/exports/media" };
const gateway = [{ name: "edge", namespace: "gateways", sectionName: "live" }];
const path = { path: "/", pathType: "Prefix" };
const ranges = ["203.0.113.0/24", "2001:db8::/32"];
const peer = [{ ipBlock: { cidr: "203.0.113.0/24" } }, { podSelector: { matchLabels: { app: "encoder" } } }];

/** Every object for Prometheus and Grafana. */
const monitoring = (values: Values) => {
  const object = { enabled: true, ...values };
  return set({ monitoring: { serviceMonitor: object, prometheusRule: object, dashboard: object } });
};

/** The Service of a tier; each tier has a node port of its own. */
const services = (tier: string, nodePort: number): Record<string, Option> => {
  const service = (values: Values) => set({ [tier]: { service: values } });
  return {
    ClusterIP: plain,
    "ClusterIP on another port, annotated": service({ port: 8088, annotations: { "example.com/scheme": "internal" } }),
    NodePort: service({ type: "NodePort" }),
    "NodePort that is given": service({ type: "NodePort", nodePort }),
    "NodePort, local": service({ type: "NodePort", nodePort, externalTrafficPolicy: "Local" }),
    LoadBalancer: service({ type: "LoadBalancer" }),
    "LoadBalancer of a class": service({ type: "LoadBalancer", loadBalancerClass: "example.com/nlb" }),
    "LoadBalancer for some": service({ type: "LoadBalancer", loadBalancerSourceRanges: ranges, nodePort }),
    "LoadBalancer, cluster-wide": service({ type: "LoadBalancer", externalTrafficPolicy: "Cluster", port: 443 }),
  };
};

export const axes = {
  storage: {
    origin: plain,
    "origin, small cache": set({ delivery: { cache: { size: "64Mi" } } }),
    "origin, cache in memory": set({ delivery: { cache: { size: "96Mi", medium: "Memory" } } }),
    NFS: shared({ nfs }),
    "NFS, own options": shared({ nfs: { ...nfs, mountOptions: ["nfsvers=3", "nolock"] }, size: "2Ti" }),
    "NFS without options": shared({ nfs: { ...nfs, mountOptions: [] } }),
    claim: shared({ existingClaim: "media" }),
    class: shared({ storageClass: "files" }),
    "class, one node": shared({ storageClass: "disk", accessMode: "ReadWriteOnce" }),
    hostPath: shared({ hostPath: { path: "/srv/live" } }),
    "hostPath, one node": shared({ hostPath: { path: "/srv/live" }, accessMode: "ReadWriteOnce", size: "500M" }),
  },
  ingestService: services("ingest", 31935),
  deliveryService: services("delivery", 31080),
  vod: {
    off: plain,
    NFS: vod({ nfs }),
    "NFS, read-only": vod({ nfs: { ...nfs, mountOptions: ["ro"] }, accessMode: "ReadOnlyMany" }),
    claim: vod({ existingClaim: "films" }),
    class: vod({ storageClass: "files", size: "1Ti" }),
    "class, one node": vod({ storageClass: "disk", accessMode: "ReadWriteOnce" }),
    hostPath: vod({ hostPath: { path: "/srv/films" } }),
  },
  recording: {
    off: plain,
    everything: set({ recording: { enabled: true } }),
    "by schedule, limited": set({
      recording: {
        enabled: true,
        streams: ["cam-*", "news"],
        schedule: [
          { streams: ["news", "*-hd"], days: ["mon", "fri"], from: "08:30", to: "18:00" },
          { streams: ["night"], from: "22:00", to: "02:00" },
          { streams: ["day"], from: "00:00", to: "24:00" },
        ],
        timeZone: "America/Argentina/Buenos_Aires",
        maxDuration: 3600,
        maxSize: "4Gi",
        appendWithin: 3600,
        minFree: "100M",
        keep: { days: 30, size: "500Gi" },
      },
    }),
    "on the pods' own claims": set({ recording: { enabled: true, volume: { mode: "pod" } } }),
    "on the pods' own claims of a class, which go with them": set({
      recording: {
        enabled: true,
        volume: { mode: "pod", storageClass: "disk", size: "2Ti", whenDeleted: "Delete", whenScaled: "Delete" },
      },
      delivery: { cache: { recordings: "20Gi" } },
    }),
    "by order": set({ recording: { enabled: true, streams: [], maxDuration: null, appendWithin: 60 } }),
  },
  ladder: {
    five: plain,
    "one copy": set({ ladder: [copied] }),
    "one by width": set({ ladder: [encoded("low", { width: 640 })] }),
    "two by height": set({ ladder: [encoded("low", { height: 360 }), encoded("high", { height: 720 })] }),
    "encoders of all kinds": set({
      ladder: [
        encoded("a", { width: 426, preset: "veryfast", tune: "film", profile: "baseline" }),
        encoded("b", { height: 480, tune: "", profile: "main" }),
        encoded("c", { width: 3840, upscale: true, profile: "high" }),
        { ...copied, copy: true },
      ],
    }),
    sixteen: set({ ladder: Array.from({ length: 16 }, (_, n) => encoded(`r${n}x`, { width: 320 + 16 * n })) }),
  },
  hls: {
    "2 s": plain,
    "1 s, short": set({ hls: { fragment: 1, playlistLength: 3 } }),
    "1.5 s": set({ hls: { fragment: 1.5, playlistLength: 12.5 } }),
    "10 s, long": set({ hls: { fragment: 10, playlistLength: 3600 } }),
  },
  dash: {
    "as HLS": plain,
    off: set({ dash: { enabled: false } }),
    "long fragments": set({ dash: { fragment: 4, playlistLength: 24 } }),
    "own length": set({ dash: { playlistLength: 60 } }),
  },
  ingest: {
    one: plain,
    two: set({ ingest: { replicas: 2 } }),
    "three of four streams": set({ ingest: { replicas: 3, maxStreams: 4 } }),
    twelve: set({ ingest: { replicas: 12, maxStreams: 100 } }),
  },
  delivery: {
    one: plain,
    none: set({ delivery: { replicas: 0 } }),
    three: set({ delivery: { replicas: 3 } }),
    "by CPU": set({ delivery: { autoscaling: { enabled: true } } }),
    "by CPU and memory": set({
      delivery: {
        autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 50, targetMemoryUtilizationPercentage: 80 },
      },
    }),
    "by memory, slowly": set({
      delivery: {
        autoscaling: {
          enabled: true,
          targetCPUUtilizationPercentage: null,
          targetMemoryUtilizationPercentage: 60,
          behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
        },
      },
    }),
  },
  routes: {
    none: plain,
    Ingress: set({ delivery: { ingress: { enabled: true } } }),
    "Ingress with TLS": set({
      delivery: {
        ingress: {
          enabled: true,
          className: "nginx",
          annotations: { "cert-manager.io/cluster-issuer": "letsencrypt" },
          hosts: [
            { host: "live.example.com", paths: [path, { path: "/vod", pathType: "Exact" }] },
            { host: "*.example.org", paths: [{ path: "/", pathType: "ImplementationSpecific" }] },
          ],
          tls: [{ hosts: ["live.example.com"], secretName: "live-example-com" }, { hosts: ["*.example.org"] }],
        },
      },
    }),
    HTTPRoute: set({ delivery: { httpRoute: { enabled: true, parentRefs: gateway } } }),
    "gateway for both": set({
      ingest: { tcpRoute: { enabled: true, parentRefs: gateway, annotations: { "example.com/a": "1" } } },
      delivery: {
        httpRoute: {
          enabled: true,
          parentRefs: gateway,
          annotations: { "example.com/b": "2" },
          hostnames: ["live.example.com", "*.example.org"],
        },
      },
    }),
    all: set({
      ingest: { tcpRoute: { enabled: true, parentRefs: gateway } },
      delivery: { ingress: { enabled: true }, httpRoute: { enabled: true, parentRefs: gateway } },
    }),
  },
  publishers: {
    anyone: plain,
    "with a key": set({ auth: { publish: { keys: { "cam-*": "key-of-all-cams", news: "key-of-the-news" } } } }),
    "with a key of theirs": set({ auth: { publish: { existingSecret: "encoders" } } }),
    "whom a service accepts": set({
      auth: { publish: { url: "http://keys.example.com:8080/on_publish", timeout: 5 } },
      runtime: { nameServers: ["10.96.0.10", "[fd00::10]:5353"] },
    }),
    "with a key, whom a service accepts": set({
      auth: { publish: { url: "https://keys.example.com", keys: { "*": "key-of-everyone" } } },
    }),
  },
  viewers: {
    anyone: plain,
    "with a token": set({
      auth: { play: { signed: { enabled: true, keys: ["k".repeat(32), "l".repeat(128)], leeway: 0 } } },
    }),
    "with a token of theirs": set({ auth: { play: { signed: { enabled: true, existingSecret: "playback" } } } }),
    "on some pages": set({
      auth: {
        play: {
          referers: {
            allowed: ["www.example.com", "WWW.example.com", `*.${"long".repeat(15)}.example.org`],
            allowMissing: false,
          },
        },
      },
      delivery: {
        cors: {
          allowOrigin: [
            "https://WWW.example.com",
            "https://www.example.com",
            `https://${"long".repeat(15)}.example.org:8443`,
          ],
        },
      },
    }),
    "with a token, on some pages": set({
      auth: {
        play: { signed: { enabled: true, keys: ["k".repeat(32)] }, referers: { allowed: ["www.example.com"] } },
      },
      delivery: { cors: { allowOrigin: [] } },
    }),
  },
  control: {
    off: plain,
    "with a token": set({ auth: { admin: { enabled: true, token: "a".repeat(32) } } }),
    "with a token of theirs": set({ auth: { admin: { enabled: true, existingSecret: "admin" } } }),
  },
  watchPage: {
    on: plain,
    off: set({ delivery: { watchPage: { enabled: false } }, ingest: { posters: { enabled: false } } }),
    "of one's own": set({
      delivery: {
        watchPage: {
          title: `Channel $5 "& <{{ .Friends }}>\\;`,
          frameAncestors: ["'self'", "https://*.example.com:8443"],
          liveDelay: 1.5,
        },
        titles: { news: `Channel $5 "& <{{ .Friends }}>\\;`, constructor: "A name that every object knows" },
      },
      ingest: { posters: { interval: 60, width: 320 } },
    }),
  },
  networkPolicy: {
    off: plain,
    on: set({ networkPolicy: { enabled: true } }),
    "for some": set({ networkPolicy: { enabled: true, ingestFrom: peer, deliveryFrom: peer, metricsFrom: peer } }),
  },
  monitoring: {
    off: plain,
    on: monitoring({}),
    elsewhere: monitoring({ namespace: "monitoring", labels: { release: "prometheus" } }),
  },
  image: {
    default: plain,
    tag: set({ image: { tag: "1.2.3", pullPolicy: "Always" } }),
    digest: set({ image: { digest: `sha256:${"0123456789abcdef".repeat(4)}`, pullPolicy: "Never" } }),
    "registry with secrets": set({
      image: { registry: "localhost:5000", repository: "video/hls-cloud" },
      imagePullSecrets: ["own", { name: "other" }],
    }),
    "a parent's": set({ global: { imageRegistry: "registry.example.com/mirror", imagePullSecrets: ["parents"] } }),
  },
  budget: {
    default: plain,
    off: tiers({ podDisruptionBudget: { enabled: false } }),
    percent: tiers({ podDisruptionBudget: { maxUnavailable: "25%" } }),
  },
  security: {
    default: plain,
    "another user": tiers({ podSecurityContext: { runAsUser: 33, runAsGroup: 33, fsGroup: 33 } }),
    "user chosen by the cluster": tiers({ podSecurityContext: { runAsUser: null, runAsGroup: null, fsGroup: null } }),
    "writable root": {
      ...tiers({ securityContext: { readOnlyRootFilesystem: false } }),
      relaxes: ["readOnlyRootFilesystem"],
    },
    "own profile": tiers({
      podSecurityContext: { seccompProfile: { type: "Localhost", localhostProfile: "hls.json" } },
      securityContext: { runAsNonRoot: true },
    }),
    root: set(
      {
        ingest: { podSecurityContext: { runAsNonRoot: false, runAsUser: 0 }, securityContext: { capabilities: null } },
      },
      { relaxes: ["runAsNonRoot", "runAsUser", "capabilities_restricted"] },
    ),
  },
  scheduling: {
    default: plain,
    "some nodes": tiers({
      nodeSelector: { "kubernetes.io/arch": "amd64" },
      tolerations: [{ key: "video", operator: "Exists", effect: "NoSchedule" }],
      priorityClassName: "high",
    }),
    affinity: tiers({
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values: ["fast"] }] }],
          },
        },
      },
    }),
    spread: tiers({
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
        {
          maxSkew: 2,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: { tier: "video" } },
        },
      ],
    }),
  },
  probes: {
    default: plain,
    slow: tiers({
      livenessProbe: { initialDelaySeconds: 5, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 },
      readinessProbe: { initialDelaySeconds: 0, successThreshold: 3, periodSeconds: 20 },
      startupProbe: { failureThreshold: 1000, periodSeconds: 2 },
      terminationGracePeriodSeconds: 86400,
    }),
    "Kubernetes' own times": tiers({
      livenessProbe: { periodSeconds: null, timeoutSeconds: null, failureThreshold: null },
      readinessProbe: { periodSeconds: null, timeoutSeconds: null, failureThreshold: null },
      startupProbe: { periodSeconds: null, timeoutSeconds: null, failureThreshold: null },
    }),
  },
  extras: {
    none: plain,
    "in pods": tiers({
      podAnnotations: { "example.com/note": "a: b # c" },
      podLabels: { tier: "video", empty: "" },
      extraEnv: [
        { name: "TZ", value: "UTC" },
        { name: "TOKEN", valueFrom: { secretKeyRef: { name: "theirs", key: "token" } } },
      ],
      extraVolumes: [
        { name: "scratch", emptyDir: { sizeLimit: "1Gi" } },
        { name: "certs", secret: { secretName: "certs" } },
      ],
      extraVolumeMounts: [
        { name: "scratch", mountPath: "/scratch" },
        { name: "certs", mountPath: "/certs", readOnly: true },
      ],
    }),
    objects: set({
      commonLabels: { team: "video", "example.com/cost-centre": "12" },
      extraObjects: [
        { apiVersion: "v1", kind: "Secret", metadata: { name: "plain" }, stringData: { text: "{{ .Release.Name }}" } },
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "{{ .Release.Name }}-made"\ndata: {made: "yes"}\n',
      ],
    }),
    "an object elsewhere": set({
      extraObjects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "theirs", namespace: "elsewhere" } }],
    }),
  },
  snippets: {
    none: plain,
    everywhere: set({
      ingest: {
        snippets: {
          main: "worker_priority 1;",
          rtmp: "busy on;",
          live: "meta copy;",
          show: "wait_video on;",
          http: "client_header_timeout {{ .Values.ingest.idleTimeout }}s;",
          server: "location /about {\n  return 200;\n}",
        },
      },
      delivery: {
        snippets: {
          main: "worker_priority 1;",
          http: "keepalive_disable none;",
          server: "location /about { return 200; }",
        },
      },
    }),
  },
  resources: {
    computed: plain,
    none: set({ delivery: { resources: { requests: null, limits: null } } }),
    given: tiers({
      resources: { requests: { cpu: 2, memory: "2Gi" }, limits: { cpu: "2500m", memory: "4Gi", "example.com/gpu": 1 } },
    }),
    "limits alone": set({
      ingest: { resources: { limits: { memory: "8Gi", cpu: 1 } } },
      delivery: { resources: { requests: null, limits: { memory: "8Gi", cpu: 1 } } },
    }),
  },
  release: {
    hls: plain,
    "53 characters": { release: `${"r".repeat(50)}end` },
    "a name with dots": { release: "live.tv" },
    "a number first, elsewhere": { release: "1st", namespace: "kube-public" },
    "named as the chart": { release: "hls-cloud" },
    "named anew": set({ nameOverride: "tv" }),
    "named anew in full": set({ fullnameOverride: "television" }),
  },
  account: {
    made: plain,
    "made, named": set({ serviceAccount: { name: "streamer", annotations: { "example.com/role": "media" } } }),
    theirs: set({ serviceAccount: { create: false, name: "theirs" } }),
    none: set({ serviceAccount: { create: false } }),
  },
  places: {
    default: plain,
    "other ports": set({
      runtime: {
        ports: { rtmp: 2935, ingest: 9080, callback: 9081, delivery: 9082, ingestMetrics: 9083, deliveryMetrics: 9084 },
      },
    }),
    "IPv6, more node ports": set({
      runtime: { listenAddress: "[::]" },
      cluster: { nodePortRange: { min: 20000, max: 40000 } },
    }),
    "other folders": set({
      runtime: {
        paths: {
          config: "/opt/hls/config",
          run: "/opt/hls/run",
          media: "/opt/hls/media",
          vod: "/opt/hls/vod",
          cache: "/opt/hls/cache",
          secrets: "/opt/hls/secrets",
          web: "/opt/hls/web",
          modules: "/opt/nginx/modules",
          ffmpeg: "/opt/ffmpeg/bin/ffmpeg",
          transcoderLog: "/dev/null",
        },
      },
    }),
  },
  behaviour: {
    default: plain,
    quiet: set({
      ingest: {
        takeoverAfter: 1,
        idleTimeout: 2,
        drain: { seconds: 0 },
        transcoder: { logLevel: "quiet", respawnAfter: 0.1 },
      },
      delivery: { cors: { allowOrigin: "" }, accessLog: false, workerConnections: 64 },
    }),
    careful: set({
      ingest: {
        takeoverAfter: 60,
        idleTimeout: 3600,
        drain: { seconds: 3600 },
        transcoder: {
          preset: "medium",
          tune: "",
          alignToSource: true,
          threads: 64,
          analyzeDuration: 30000,
          probeSize: 100000000,
          lookahead: 0,
          bufferSeconds: 2.5,
        },
      },
      delivery: { cors: { allowOrigin: "https://www.example.com", maxAge: 0 } },
    }),
  },
} satisfies Axes;

const scaled = ["three", "by CPU", "by CPU and memory", "by memory, slowly"];

/** What the chart refuses, as options that never go together. Any option listed for one axis with any of the other. */
export const forbidden: readonly Readonly<Record<string, readonly string[]>>[] = [
  // A volume of one node, and pods on several.
  { storage: ["class, one node", "hostPath, one node"], ingest: ["two", "three of four streams", "twelve"] },
  { storage: ["class, one node", "hostPath, one node"], delivery: scaled },
  { vod: ["class, one node"], delivery: scaled },
  // Recordings need a volume that all pods write to, or one for each.
  {
    recording: ["everything", "by schedule, limited", "by order"],
    vod: ["off", "NFS, read-only", "class, one node"],
  },
  // DASH fragments of 4 s begin at keyframes only where these come every 1, 2 or 4 s.
  { hls: ["1.5 s", "10 s, long"], dash: ["long fragments"] },
  // A percentage of nothing.
  { delivery: ["by CPU", "by CPU and memory", "by memory, slowly"], resources: ["none"] },
];
