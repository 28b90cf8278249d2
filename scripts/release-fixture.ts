/** Keeps the chart as it is now as a released one, for upgrade tests: `npm run release:fixture`. Part of every release. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chartFolder, projectRoot } from "./lib/project.ts";
import { packageChart } from "./lib/release-archive.ts";

const folder = join(projectRoot, "test", "fixtures", "released");
await mkdir(folder, { recursive: true });
console.log(await packageChart(chartFolder, folder));
