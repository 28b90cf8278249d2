/** `npm run docs`: makes what is generated of the chart, and the types of the streams API. */
import { writeFile } from "node:fs/promises";
import {
  chartReadmePath,
  makeChartReadme,
  makeStreamsApi,
  makeValuesFiles,
  streamsApiPath,
} from "../harness/chart/index.ts";
import { command, runCommand } from "../harness/core/index.ts";

const docs = command(
  "npm run docs --",
  "Makes the chart's values.yaml, values.schema.json and README, and the types of the streams API, and prints their " +
    "paths. They are checked in.",
);

await runCommand(docs, async () => {
  // The README is made of values.yaml.
  const values = await makeValuesFiles();
  for (const { path, text } of values) await writeFile(path, text);
  await writeFile(chartReadmePath, await makeChartReadme());
  await writeFile(streamsApiPath, await makeStreamsApi());
  return { text: [...values.map(({ path }) => path), chartReadmePath, streamsApiPath].join("\n") };
});
