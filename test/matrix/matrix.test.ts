import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartFolder } from "../../harness/core/index.ts";
import { combinations, kubernetesVersions, runMatrix } from "../../harness/verify/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

it("every combination of values works on every Kubernetes version", async () => {
  const all = await combinations();
  const outcomes = await runMatrix(all, { versions: kubernetesVersions });
  const failed = outcomes.filter(({ problems }) => problems.length > 0);
  expect(
    failed.map(({ combination, kubernetesVersion, problems }) => [combination, kubernetesVersion, problems]),
  ).toEqual([]);
  expect(outcomes).toHaveLength(all.length * kubernetesVersions.length);
  expect(Math.min(...outcomes.map(({ documents }) => documents))).toBeGreaterThan(5);
});

describe("a defect of the chart is found, on every Kubernetes version", () => {
  const values = { delivery: { replicas: 2 } };

  it.each<[string, string, string, string, RegExp]>([
    ["a misspelt field", "deployment.yaml", "maxSurge:", "maxSruge:", /Deployment.*'maxSruge' not allowed/],
    ["a wrong type", "service.yaml", "int $service.port", "int $service.port | quote", /got string, want integer/],
    ["a repeated key", "deployment.yaml", "  selector:", "  selector: {}\n  selector:", /"selector" already set/],
    ["an API version of the past", "pdb.yaml", "policy/v1", "policy/v1beta1", /could not find schema/],
    ["a reference to nothing", "service.yaml", "targetPort: http", "targetPort: web", /does not open web/],
    ["pods that are not restarted", "deployment.yaml", "checksum/config", "checksum/configuration", /no checksum/],
    ["a template that fails", "service.yaml", "int $service.port", "fail `no`", /HelmValidationError: no/],
  ])("%s", async (_, template, text, defect, problem) => {
    const chart = await temporaryFolder();
    await cp(chartFolder, chart, { recursive: true });
    const file = join(chart, "templates", "delivery", template);
    const sound = await readFile(file, "utf8");
    expect(sound).toContain(text);
    await writeFile(file, sound.replace(text, defect));
    const outcomes = await runMatrix([{ name: "two", values }], { versions: kubernetesVersions, chart });
    for (const { problems } of outcomes) expect(problems.join("\n")).toMatch(problem);
    expect(outcomes).toHaveLength(3);
  });
});
