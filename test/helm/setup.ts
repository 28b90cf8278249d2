import type { TestProject } from "vitest/node";
import { fetchedTool, type HelmMajor, helmVariable, withHelm } from "../../harness/tools/index.ts";

/** Has the project's helm built: that takes longer than any test may. */
export default async function setup(project: TestProject): Promise<void> {
  await withHelm(project.config.env[helmVariable] as HelmMajor, () => fetchedTool("helm"));
}
