/** `npm run release:changes`: writes what the changelog tells of the chart's version into Chart.yaml. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { command, projectRoot, runCommand } from "../harness/core/index.ts";
import {
  changelogPath,
  changesIn,
  chartManifestPath,
  readChartManifest,
  releaseChartManifest,
} from "../harness/releasing/index.ts";

const releaseChanges = command(
  "npm run release:changes --",
  "Writes what the changelog tells of the chart's version into Chart.yaml, for Artifact Hub.",
);

await runCommand(releaseChanges, async () => {
  const file = join(projectRoot, chartManifestPath);
  const manifest = await readFile(file, "utf8");
  const current = readChartManifest(manifest);
  const changes = changesIn(await readFile(join(projectRoot, changelogPath), "utf8"), current.version);
  await writeFile(file, releaseChartManifest(manifest, { ...current, changes }));
});
