import type { TestProject } from "vitest/node";
import { type HelmMajor, helmVariable, withHelm } from "../../harness/tools/helm-versions.ts";
import { fetchedTool } from "../../harness/tools/tools.ts";

/** Has the project's helm built: that takes longer than any test may. */
export default async function setup(project: TestProject): Promise<void> {
  await withHelm(project.config.env[helmVariable] as HelmMajor, () => fetchedTool("helm"));
}
