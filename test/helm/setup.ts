import { fetchedTool, withHelm } from "../../harness/tools/index.ts";

/** Has helm 3 built: that takes longer than any test may. */
export default async function setup(): Promise<void> {
  await withHelm("3", () => fetchedTool("helm"));
}
