import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lint } from "../../scripts/lib/helm.ts";
import { chartFolder, projectRoot } from "../../scripts/lib/project.ts";
import { containerOf, type Rendered, render, renderFile, type ServiceSpec, selects } from "./rendered.ts";

const folder = join(projectRoot, "values-examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe.concurrent.each(["the defaults", ...examples])("%s", (name) => {
  const file = name === "the defaults" ? undefined : join(folder, name);

  it("render to objects that find each other", async () => {
    const chart = await (file ? renderFile(file) : render());
    for (const tier of [chart.ingest, chart.delivery]) {
      const { spec } = tier.template;
      const { volumeMounts } = containerOf(tier);
      expect(spec.volumes.map((volume) => volume.name)).toEqual(
        expect.arrayContaining(volumeMounts.map((mount) => mount.name)),
      );
      const configMaps = spec.volumes.flatMap((volume) => volume.configMap?.name ?? []);
      expect(chart.names("ConfigMap")).toEqual(expect.arrayContaining(configMaps));
      expect(chart.names("ServiceAccount")).toContain(spec.serviceAccountName);
    }
    expect(danglingClaims(chart)).toEqual([]);
    expect(lonelyServices(chart)).toEqual([]);
  });

  it("lint without a warning", async () => {
    const findings = await lint(chartFolder, { strict: true, ...(file ? { values: [file] } : {}) });
    expect(findings.filter((finding) => !finding.startsWith("[INFO]"))).toEqual([]);
  });
});

it.each(examples)("%s tells its scenario first", async (name) => {
  expect(await readFile(join(folder, name), "utf8")).toMatch(/^# [A-Z][^\n]{20,}/);
});

/** Claims that are mounted but neither made nor named by the values. */
function danglingClaims(chart: Rendered): string[] {
  const made = chart.names("PersistentVolumeClaim");
  const volumes = [chart.ingest, chart.delivery].flatMap((tier) => tier.template.spec.volumes);
  const mounted = volumes.flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
  const own = mounted.filter((claim) => claim.startsWith("hls-hls-cloud-"));
  return own.filter((claim) => !made.includes(claim));
}

/** Services that select no pod of the release. */
function lonelyServices(chart: Rendered): string[] {
  const statefulSet = chart.names("StatefulSet")[0];
  const ordinals = Array.from({ length: chart.ingest.replicas ?? 0 }, (_, ordinal) => ordinal);
  const ingestPods = ordinals.map((ordinal) => ({
    ...chart.ingest.template.metadata.labels,
    "statefulset.kubernetes.io/pod-name": `${statefulSet}-${ordinal}`,
  }));
  const pods = [...ingestPods, chart.delivery.template.metadata.labels];
  return chart
    .all("Service")
    .filter((service) => !pods.some((labels) => selects((service["spec"] as ServiceSpec).selector, labels)))
    .map((service) => service.metadata.name);
}
