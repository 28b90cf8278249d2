/** Makes the chart's values.yaml, values.schema.json and README, and the types of the streams API: `npm run docs`. */
import { writeFile } from "node:fs/promises";
import {
  chartReadmePath,
  makeChartReadme,
  makeStreamsApi,
  makeValuesFiles,
  streamsApiPath,
} from "../harness/chart/index.ts";

// The README is made of values.yaml.
for (const { path, text } of await makeValuesFiles()) {
  await writeFile(path, text);
  console.log(path);
}
await writeFile(chartReadmePath, await makeChartReadme());
console.log(chartReadmePath);
await writeFile(streamsApiPath, await makeStreamsApi());
console.log(streamsApiPath);
