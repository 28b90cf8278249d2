import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { chartReadmePath, makeChartReadme } from "../../harness/chart/index.ts";

it("the chart's README is what `npm run docs` makes", async () => {
  expect(await readFile(chartReadmePath, "utf8")).toBe(await makeChartReadme());
});
