/**
 * `npm run release:fixture`: keeps the chart as it is now as a released one, for upgrade tests. Part of every release.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chartFolder, command, projectRoot, runCommand } from "../harness/core/index.ts";
import { chartManifestPath, keepRelease, readChartManifest } from "../harness/releasing/index.ts";

const releaseFixture = command(
  "npm run release:fixture --",
  "Keeps the chart as it is now as a released one, below test/fixtures/released, for upgrade tests. Part of every release.",
);

await runCommand(releaseFixture, async () => {
  const { version } = readChartManifest(await readFile(join(projectRoot, chartManifestPath), "utf8"));
  return { text: JSON.stringify(await keepRelease(chartFolder, version), null, 2) };
});
