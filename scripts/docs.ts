/** Makes the chart's README and the types of the streams API: `npm run docs`. Both are checked in. */
import { writeFile } from "node:fs/promises";
import { chartReadmePath, makeChartReadme, makeStreamsApi, streamsApiPath } from "../harness/chart/index.ts";

await writeFile(chartReadmePath, await makeChartReadme());
console.log(chartReadmePath);
await writeFile(streamsApiPath, await makeStreamsApi());
console.log(streamsApiPath);
