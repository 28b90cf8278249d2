/** Makes the chart's README: `npm run docs`. It is checked in, since the chart carries it. */
import { writeFile } from "node:fs/promises";
import { chartReadmePath, makeChartReadme } from "../harness/chart/index.ts";

await writeFile(chartReadmePath, await makeChartReadme());
console.log(chartReadmePath);
