import { describe, expect, it } from "vitest";
import { type Labels, type PodSpec, selects } from "../../harness/chart/index.ts";
import { only, type Rendered, render, type Values } from "./rendered.ts";

interface Policy {
  readonly ingress: readonly { readonly from?: readonly { readonly podSelector?: { matchLabels: Labels } }[] }[];
}

async function podOf(values: Values) {
  const pod = only((await render(values)).all("Pod"));
  return { ...pod, spec: pod["spec"] as PodSpec };
}

function labelsOfTest(chart: Rendered): Labels {
  return only(chart.all("Pod")).metadata.labels ?? {};
}

async function environmentOf(values: Values): Promise<Record<string, unknown>> {
  const { env = [] } = only((await podOf(values)).spec.containers);
  return Object.fromEntries(
    (env as readonly { name: string; value: unknown }[]).map(({ name, value }) => [name, value]),
  );
}

describe.concurrent("helm test", () => {
  it("runs one pod, and leaves it only when it failed", async () => {
    const { metadata, spec } = await podOf({});
    expect(metadata.annotations).toEqual({
      "helm.sh/hook": "test",
      "helm.sh/hook-delete-policy": "before-hook-creation,hook-succeeded",
    });
    expect(spec).toMatchObject({ restartPolicy: "Never", automountServiceAccountToken: false });
  });

  it("publishes to the encoders' Service and plays from the viewers'", async () => {
    expect(await environmentOf({})).toEqual({
      FFMPEG: "/usr/bin/ffmpeg",
      PUBLISH_URL: "rtmp://hls-hls-cloud-ingest:1935/live",
      PLAY_URL: "http://hls-hls-cloud-delivery:8080",
      PATIENCE: "72",
    });
    const other = {
      fullnameOverride: "tv",
      hls: { fragment: 10, playlistLength: 60 },
      ingest: { service: { port: 19350 } },
      delivery: { service: { port: 80 } },
      runtime: { paths: { ffmpeg: "/opt/ffmpeg" }, ports: { rtmp: 2935, delivery: 9082 } },
    };
    expect(await environmentOf(other)).toEqual({
      FFMPEG: "/opt/ffmpeg",
      PUBLISH_URL: "rtmp://tv-ingest:19350/live",
      PLAY_URL: "http://tv-delivery:80",
      PATIENCE: "120",
    });
  });

  it("is no pod of any Service, budget or workload", async () => {
    const chart = await render({ ingest: { replicas: 2 }, delivery: { replicas: 2 } });
    const labels = labelsOfTest(chart);
    const selectors = chart.all("Service").map(({ metadata }) => chart.service(metadata.name).selector);
    const workloads = [chart.ingest, chart.delivery].map(({ selector }) => selector.matchLabels);
    for (const selector of [...selectors, ...workloads]) expect(selects(selector, labels)).toBe(false);
  });

  it("passes where the values name who may publish and play", async () => {
    const studio = [{ ipBlock: { cidr: "203.0.113.0/24" } }];
    const chart = await render({ networkPolicy: { enabled: true, ingestFrom: studio, deliveryFrom: studio } });
    for (const tier of ["ingest", "delivery"]) {
      const from = chart.spec<Policy>("NetworkPolicy", `hls-hls-cloud-${tier}`).ingress[0]?.from ?? [];
      const peers = from.flatMap(({ podSelector }) => (podSelector ? [podSelector.matchLabels] : []));
      expect(peers.filter((peer) => selects(peer, labelsOfTest(chart)))).toHaveLength(1);
    }
  });

  it("runs where the ingest pods may run, and as they do", async () => {
    const ingest = { nodeSelector: { disk: "fast" }, tolerations: [{ key: "video", operator: "Exists" }] };
    const security = { podSecurityContext: { runAsUser: 33 } };
    const values = { imagePullSecrets: ["own"], serviceAccount: { name: "streamer" }, image: { tag: "1.2.3" } };
    const { spec } = await podOf({ ...values, ingest: { ...ingest, ...security } });
    expect(spec).toMatchObject({ ...ingest, imagePullSecrets: [{ name: "own" }], serviceAccountName: "streamer" });
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 33 });
    expect(only(spec.containers)).toMatchObject({
      image: "hls-cloud:1.2.3",
      securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    });
  });

  it("has a script that Kubernetes, which reads $$ and $(NAME) in arguments, leaves alone", async () => {
    const { args, env } = only((await podOf({})).spec.containers);
    const script = args?.join("") ?? "";
    expect(script).toContain("passed: published");
    expect(script).not.toContain("$$");
    for (const { name } of env ?? []) expect(script).not.toContain(`$(${name})`);
  });
});
