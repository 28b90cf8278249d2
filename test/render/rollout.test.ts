import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartMetadataFile, template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { Rendered, render, type Values } from "./rendered.ts";

async function restarted(values: Values): Promise<string[]> {
  const [before, after] = await Promise.all([render(), render(values)]);
  return changed(before, after);
}

function changed(before: Rendered, after: Rendered): string[] {
  return (["ingest", "delivery"] as const).filter(
    (tier) => JSON.stringify(before[tier].template) !== JSON.stringify(after[tier].template),
  );
}

describe.concurrent("pods are restarted", () => {
  it.each<[string, Values, string[]]>([
    ["of delivery alone, by its configuration", { delivery: { cors: { maxAge: 60 } } }, ["delivery"]],
    ["of ingest alone, by its configuration", { ingest: { idleTimeout: 30 } }, ["ingest"]],
    ["of both, by what both need to know", { ingest: { replicas: 2 } }, ["ingest", "delivery"]],
    ["nowhere, by what concerns no pod", { delivery: { service: { port: 80 }, replicas: 2 } }, []],
  ])("%s", async (_, values, tiers) => {
    expect(await restarted(values)).toEqual(tiers);
  });

  it("nowhere, by a new version of the chart that changes nothing for them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "hls-cloud-chart-"));
    try {
      await cp(chartFolder, folder, { recursive: true });
      const file = join(folder, chartMetadataFile);
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace(/^version: .*$/m, "version: 99.0.0"));
      const [before, after] = await Promise.all([render(), template(folder).then((made) => new Rendered(made))]);
      expect(after.one("StatefulSet", "hls-hls-cloud-ingest").metadata.labels).toMatchObject({
        "helm.sh/chart": "hls-cloud-99.0.0",
      });
      expect(changed(before, after)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
