import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { dump } from "js-yaml";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { type Labels, selects } from "../../harness/chart/index.ts";
import { findProgram } from "../../harness/core/index.ts";
import { metricNames } from "../../harness/verify/index.ts";
import { dashboardExpressions, type RuleGroups, ruleExpressions } from "../monitoring.ts";
import { containerOf, only, type Rendered, render, type Values } from "./rendered.ts";

const kinds = ["ServiceMonitor", "PrometheusRule"];
const every: Values = {
  monitoring: {
    serviceMonitor: { enabled: true },
    prometheusRule: { enabled: true },
    dashboard: { enabled: true },
  },
};
const promtool = await findProgram("promtool");

describe.concurrent("by default", () => {
  it("no object of an operator is made, and no Service has the metrics' port", async () => {
    const chart = await render();
    expect(kinds.flatMap((kind) => chart.names(kind))).toEqual([]);
    expect(chart.names("ConfigMap").filter((name) => name.includes("dashboard"))).toEqual([]);
    const ports = chart.all("Service").flatMap(({ metadata }) => chart.service(metadata.name).ports);
    expect(ports.filter(({ targetPort }) => targetPort === "metrics")).toEqual([]);
  });
});

describe.concurrent("a ServiceMonitor", () => {
  interface Monitor {
    readonly selector: { readonly matchLabels: Labels };
    readonly namespaceSelector: { readonly matchNames: readonly string[] };
    readonly endpoints: readonly Record<string, string>[];
  }

  it.each(["ingest", "delivery"] as const)("finds every pod of %s once, by its port for metrics", async (tier) => {
    const chart = await render(every, { namespace: "tv" });
    const { selector, namespaceSelector, endpoints } = chart.spec<Monitor>("ServiceMonitor", `hls-hls-cloud-${tier}`);
    expect(namespaceSelector.matchNames).toEqual(["tv"]);
    const { port } = only(endpoints);
    const selected = chart
      .all("Service")
      .filter(({ metadata }) => selects(selector.matchLabels, metadata.labels ?? {}));
    const asked = selected.filter((service) =>
      (service["spec"] as { ports: { name: string }[] }).ports.some(({ name }) => name === port),
    );
    const service = chart.service(only(asked).metadata.name);
    expect(service.clusterIP).toBe("None");
    expect(service.publishNotReadyAddresses).toBe(true);
    expect(selects(service.selector, chart[tier].template.metadata.labels)).toBe(true);
    const ports = containerOf(chart[tier]).ports.filter(({ name }) => name === only(service.ports).targetPort);
    expect(only(ports).containerPort).toBe(9113);
  });

  it("has the labels, the namespace and the times that the values say", async () => {
    const values = { enabled: true, namespace: "mon", labels: { release: "p" }, interval: "15s", scrapeTimeout: "5s" };
    const chart = await render({ commonLabels: { release: "x" }, monitoring: { serviceMonitor: values } });
    const monitors = chart.all("ServiceMonitor");
    expect(monitors).toHaveLength(2);
    for (const { metadata, spec } of monitors) {
      expect(metadata).toMatchObject({ namespace: "mon", labels: { release: "p" } });
      expect((spec as Monitor).endpoints).toEqual([
        { port: "metrics", path: "/metrics", interval: "15s", scrapeTimeout: "5s" },
      ]);
    }
  });
});

describe.concurrent("a PrometheusRule", () => {
  const alerts = (chart: Rendered): string[] => ruleExpressions(chart.all("PrometheusRule")).map(({ alert }) => alert);

  it("watches streams, ladders and the memory of an origin", async () => {
    expect(alerts(await render(every))).toEqual([
      "HlsCloudStreamStalled",
      "HlsCloudLadderSlow",
      "HlsCloudMediaNearlyFull",
    ]);
  });

  it("watches the claims that the pods mount", async () => {
    const shared = { mode: "shared", shared: { existingClaim: "media" } };
    const chart = await render({ ...every, storage: shared, vod: { enabled: true, storageClass: "files" } });
    expect(alerts(chart)).toEqual(["HlsCloudStreamStalled", "HlsCloudLadderSlow", "HlsCloudVolumeNearlyFull"]);
    const volume = ruleExpressions(chart.all("PrometheusRule")).find(
      ({ alert }) => alert === "HlsCloudVolumeNearlyFull",
    );
    expect(volume?.expr).toContain('persistentvolumeclaim=~"media|hls-hls-cloud-vod"');
  });

  it("watches the claims that the pods have of their own", async () => {
    const recording = { enabled: true, volume: { mode: "pod" } };
    const expressions = ruleExpressions((await render({ ...every, recording })).all("PrometheusRule"));
    const volume = expressions.find(({ alert }) => alert === "HlsCloudVolumeNearlyFull");
    expect(volume?.expr).toContain('persistentvolumeclaim=~"recordings-hls-hls-cloud-ingest-[0-9]+"');
  });

  it("says in each alert what is the matter and what to do", async () => {
    const shared = { mode: "shared", shared: { existingClaim: "media" } };
    for (const chart of [await render(every), await render({ ...every, storage: shared })]) {
      for (const { alert, annotations } of ruleExpressions(chart.all("PrometheusRule"))) {
        expect(annotations, alert).toEqual({
          summary: expect.stringMatching(/\S.+\.$/),
          description: expect.stringMatching(/\S.+\.$/),
        });
      }
    }
  });

  it("looks at this release's pods alone", async () => {
    const chart = await render(every, { release: "one", namespace: "tv" });
    for (const { expr } of ruleExpressions(chart.all("PrometheusRule"))) {
      expect(expr).toContain('namespace="tv",pod=~"one-hls-cloud-ingest-.+"');
    }
  });
});

test("every expression of the rules and the dashboard is PromQL", async () => {
  const shared = { mode: "shared", shared: { existingClaim: "media" } };
  for (const chart of [await render(every), await render({ ...every, storage: shared })]) {
    const rules = ruleExpressions(chart.all("PrometheusRule")).map(({ expr }) => expr);
    const panels = dashboardExpressions(chart.all("ConfigMap"));
    expect(panels.length).toBeGreaterThan(10);
    for (const expression of [...rules, ...panels]) expect(metricNames(expression), expression).not.toEqual([]);
  }
});

test.skipIf(!promtool)("promtool, where it is on PATH, takes the rules", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-rules-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const chart = await render({ ...every, vod: { enabled: true, existingClaim: "films" } });
  const file = join(folder, "rules.yaml");
  await writeFile(file, dump(only(chart.all("PrometheusRule"))["spec"] as RuleGroups));
  const { stdout } = await execa(promtool ?? "", ["check", "rules", file]);
  expect(stdout).toContain("SUCCESS: 4 rules found");
});
