/** `npm run release:notes`: prints what the chart's version changed, as the text of a release. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { command, projectRoot, runCommand } from "../harness/core/index.ts";
import { changelogPath, chartManifestPath, notesOf, readChartManifest } from "../harness/releasing/index.ts";

const releaseNotes = command(
  "npm run release:notes --",
  "Prints what the chart's version changed, as the text of a release.",
);

await runCommand(releaseNotes, async () => {
  const { version } = readChartManifest(await readFile(join(projectRoot, chartManifestPath), "utf8"));
  return { text: notesOf(await readFile(join(projectRoot, changelogPath), "utf8"), version) };
});
