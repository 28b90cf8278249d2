import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readChartMetadata } from "../../harness/chart/index.ts";
import { ToolError } from "../../harness/core/index.ts";
import { kubernetesVersions, makeSchemas, schemasFolder } from "../../harness/verify/index.ts";

it("the schemas are what `npm run schemas` writes", { timeout: 120_000 }, async ({ skip }) => {
  const made = await makeSchemas().catch((error: unknown) => {
    if (!(error instanceof ToolError)) throw error;
    return skip(`the packages are not at hand: ${error.message}`);
  });
  const entries = await readdir(schemasFolder, { recursive: true });
  expect(entries.filter((path) => path.endsWith(".json")).toSorted()).toEqual([...made.keys()].toSorted());
  for (const [path, text] of made) expect(await readFile(join(schemasFolder, path), "utf8"), path).toBe(text);
});

it("the oldest Kubernetes that is tested is the oldest that the chart admits", async () => {
  const chart = await readChartMetadata();
  expect(chart.kubeVersion).toBe(`>=${kubernetesVersions[0]}-0`);
});
