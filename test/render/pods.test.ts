import { describe, expect, it } from "vitest";
import { readChartMetadata } from "../../harness/chart/index.ts";
import { containerOf, render } from "./rendered.ts";

const tiers = ["ingest", "delivery"] as const;
const { appVersion } = await readChartMetadata();

describe.concurrent.each(tiers)("a pod of %s", (tier) => {
  it("has no token of Kubernetes", async () => {
    const chart = await render();
    const { spec } = chart[tier].template;
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.serviceAccountName).toBe("hls-hls-cloud");
    expect(chart.one("ServiceAccount", "hls-hls-cloud")).toHaveProperty("automountServiceAccountToken", false);
  });

  it("runs as an account that exists, where none is to be made", async () => {
    const [none, theirs] = await Promise.all([
      render({ serviceAccount: { create: false } }),
      render({ serviceAccount: { create: false, name: "theirs" } }),
    ]);
    expect(none.all("ServiceAccount")).toEqual([]);
    expect(none[tier].template.spec.serviceAccountName).toBe("default");
    expect(theirs[tier].template.spec.serviceAccountName).toBe("theirs");
  });

  it("starts from its ConfigMap, which is mounted as a folder", async () => {
    const chart = await render();
    const container = containerOf(chart[tier]);
    expect(container.command).toEqual(["/bin/sh", `/etc/hls-cloud/${tier}-start.sh`]);
    const mount = container.volumeMounts.find(({ name }) => name === "config");
    expect(mount).toEqual({ name: "config", mountPath: "/etc/hls-cloud", readOnly: true });
    const volume = chart[tier].template.spec.volumes.find(({ name }) => name === "config");
    const data = chart.one("ConfigMap", volume?.configMap?.name ?? "")["data"];
    expect(Object.keys(data as object)).toEqual(expect.arrayContaining([`${tier}.conf`, `${tier}-start.sh`]));
  });

  it("keeps its state in a small piece of memory", async () => {
    const { volumes } = (await render())[tier].template.spec;
    const run = volumes.find(({ name }) => name === "run");
    expect(run?.emptyDir).toEqual({ medium: "Memory", sizeLimit: "16Mi" });
  });

  it("is probed for life and for readiness apart", async () => {
    const container = containerOf((await render({ [tier]: { livenessProbe: { periodSeconds: 7 } } }))[tier]);
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: "/healthz", port: "http" }, periodSeconds: 7 });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: "/healthz", port: "http" } });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: "/readyz", port: "http" } });
  });

  it("opens the ports of the values", async () => {
    const inside = { rtmp: 2935, ingest: 9080, callback: 9081, delivery: 9082 };
    const ports = { ...inside, ingestMetrics: 9083, deliveryMetrics: 9084 };
    const container = containerOf((await render({ runtime: { ports } }))[tier]);
    const expected = { ingest: { rtmp: 2935, http: 9080, metrics: 9083 }, delivery: { http: 9082, metrics: 9084 } };
    expect(Object.fromEntries(container.ports.map((port) => [port.name, port.containerPort]))).toEqual(expected[tier]);
  });

  it("prefers a node without another one of its tier", async () => {
    const workload = (await render())[tier];
    expect(workload.template.spec.affinity).toEqual({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: workload.selector },
          },
        ],
      },
    });
  });

  it("goes where affinity or spread say instead", async () => {
    const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } };
    const zone = { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" };
    const own = { ...zone, labelSelector: { matchLabels: { own: "yes" } } };
    const [drawn, spread] = await Promise.all([
      render({ [tier]: { affinity: { nodeAffinity } } }),
      render({ [tier]: { topologySpreadConstraints: [zone, own] } }),
    ]);
    expect(drawn[tier].template.spec.affinity).toEqual({ nodeAffinity });
    expect(spread[tier].template.spec.affinity).toBeUndefined();
    expect(spread[tier].template.spec.topologySpreadConstraints).toEqual([
      { ...zone, labelSelector: spread[tier].selector },
      own,
    ]);
  });

  it("takes what users add", async () => {
    const values = {
      podAnnotations: { "example.com/note": "true" },
      podLabels: { team: "video" },
      nodeSelector: { disk: "fast" },
      tolerations: [{ key: "video", operator: "Exists" }],
      priorityClassName: "high",
      terminationGracePeriodSeconds: 99,
      extraEnv: [{ name: "TZ", value: "UTC" }],
      extraVolumes: [{ name: "extra", emptyDir: {} }],
      extraVolumeMounts: [{ name: "extra", mountPath: "/extra" }],
    };
    const { metadata, spec } = (await render({ [tier]: values, commonLabels: { cost: "1" } }))[tier].template;
    const container = spec.containers[0];
    expect(metadata.annotations).toMatchObject(values.podAnnotations);
    expect(metadata.labels).toMatchObject({ team: "video", cost: "1" });
    const { nodeSelector, tolerations, priorityClassName, terminationGracePeriodSeconds } = values;
    expect(spec).toMatchObject({ nodeSelector, tolerations, priorityClassName, terminationGracePeriodSeconds });
    expect(container?.env).toEqual(values.extraEnv);
    expect(container?.volumeMounts).toEqual(expect.arrayContaining(values.extraVolumeMounts));
    expect(spec.volumes).toEqual(expect.arrayContaining(values.extraVolumes));
  });
});

it("delivery leaves the Services before nginx stops", async () => {
  const container = containerOf((await render()).delivery);
  const script = ["/bin/sh", "/etc/hls-cloud/delivery-drain.sh"];
  expect(container).toHaveProperty("lifecycle.preStop.exec.command", script);
});

describe.concurrent("the image", () => {
  const digest = `sha256:${"a".repeat(64)}`;

  it.each([
    ["the chart's appVersion", {}, `hls-cloud:${appVersion}`],
    ["a tag", { image: { tag: "1.2.3" } }, "hls-cloud:1.2.3"],
    ["a digest, which wins", { image: { tag: "1.2.3", digest } }, `hls-cloud@${digest}`],
    ["a registry", { image: { registry: "localhost:5000" } }, `localhost:5000/hls-cloud:${appVersion}`],
    ["a parent's registry", { global: { imageRegistry: "r.example.com" } }, `r.example.com/hls-cloud:${appVersion}`],
    [
      "its own registry before the parent's",
      { global: { imageRegistry: "r.example.com" }, image: { registry: "own.example.com" } },
      `own.example.com/hls-cloud:${appVersion}`,
    ],
  ])("is given by %s", async (_, values, reference) => {
    const chart = await render(values);
    expect(tiers.map((tier) => containerOf(chart[tier]).image)).toEqual([reference, reference]);
  });

  it("is pulled with the secrets of the chart and its parent, each once", async () => {
    const chart = await render({ imagePullSecrets: ["own", "both"], global: { imagePullSecrets: [{ name: "both" }] } });
    expect(chart.ingest.template.spec.imagePullSecrets).toEqual([{ name: "both" }, { name: "own" }]);
  });
});

it("extra objects are installed, and only their strings are templates", async () => {
  const chart = await render({
    extraObjects: [
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "plain" }, data: { text: "{{ .Release.Name }}" } },
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "{{ .Release.Name }}-made"\n',
    ],
  });
  expect(chart.one("ConfigMap", "plain")).toHaveProperty("data.text", "{{ .Release.Name }}");
  expect(chart.names("ConfigMap")).toContain("hls-made");
});
