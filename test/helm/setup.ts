import type { TestProject } from "vitest/node";
import { type HelmMajor, helmVariable, withHelm } from "../../scripts/lib/helm-versions.ts";
import { fetchedTool } from "../../scripts/lib/tools.ts";

/** Has the project's helm built: that takes longer than any test may. */
export default async function setup(project: TestProject): Promise<void> {
  await withHelm(project.config.env[helmVariable] as HelmMajor, () => fetchedTool("helm"));
}
