/** Keeps the chart as it is now as a released one, for upgrade tests: `npm run release:fixture`. Part of every release. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chartFolder, projectRoot } from "../harness/core/index.ts";
import { chartManifestPath, keepRelease, readChartManifest } from "../harness/releasing/index.ts";

const { version } = readChartManifest(await readFile(join(projectRoot, chartManifestPath), "utf8"));
console.log(JSON.stringify(await keepRelease(chartFolder, version), null, 2));
