import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { chartReadmePath, firstSentence, makeChartReadme } from "../../../harness/chart/chart-readme.ts";

it("the chart's README is what `npm run docs` makes", { timeout: 300_000 }, async () => {
  expect(await readFile(chartReadmePath, "utf8")).toBe(await makeChartReadme());
});

it.each([
  ["# One: a.b and c. Two.\n# Three.\nvalue: 1. 2.\n", "One: a.b and c."],
  ["# Over two\n# lines. Further.\n", "Over two lines."],
  ["# Without an end\nvalue: 1.\n", "Without an end"],
])("a recipe is told by its header's first sentence: %j", (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
