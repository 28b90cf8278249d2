import { expect, it } from "vitest";
import { kubernetesVersions } from "../../scripts/lib/kubernetes-versions.ts";
import { runMatrix } from "../../scripts/lib/matrix.ts";
import { combinations } from "./combinations.ts";

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
