/** Keeps the chart as it is now as a released one, for upgrade tests: `npm run release:fixture`. Part of every release. */
import { chartFolder } from "./lib/project.ts";
import { packageChart } from "./lib/release-archive.ts";
import { releasedFolder } from "./lib/released-chart.ts";

console.log(await packageChart(chartFolder, releasedFolder));
