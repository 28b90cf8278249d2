/** Prints what the chart's version changed, as the text of a release: `npm run release:notes`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../harness/core/index.ts";
import { changelogPath, chartManifestPath, notesOf, readChartManifest } from "../harness/releasing/index.ts";

const { version } = readChartManifest(await readFile(join(projectRoot, chartManifestPath), "utf8"));
process.stdout.write(`${notesOf(await readFile(join(projectRoot, changelogPath), "utf8"), version)}\n`);
