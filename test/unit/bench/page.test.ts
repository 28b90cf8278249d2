import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { benches } from "../../../harness/bench/benches.ts";
import { benchmarksPage } from "../../../harness/bench/page.ts";
import { readResults } from "../../../harness/bench/results.ts";
import { projectRoot } from "../../../harness/core/project.ts";

test("the page and its plots are what the checked-in results say", async () => {
  const results = await readResults(join(projectRoot, "bench/results.json"));
  const files = await benchmarksPage(benches, results);
  for (const [file, text] of Object.entries(files)) {
    const there = await readFile(join(projectRoot, "docs", file), "utf8").catch(() => "");
    expect(there, `${file}: npm run bench -- --page`).toBe(text);
  }
});

test("each benchmark's metrics begin with its name, have references that exist, and plots of metrics that exist", () => {
  for (const { name, metrics, plots } of benches) {
    const names = metrics.map((metric) => metric.name);
    expect(new Set(names).size, name).toBe(names.length);
    expect(names.filter((each) => !each.startsWith(`${name}.`))).toEqual([]);
    const references = metrics.flatMap(({ reference }) => reference ?? []);
    const drawn = plots.flatMap((plot) => plot.points.map(({ metric }) => metric));
    expect([...references, ...drawn].filter((each) => !names.includes(each))).toEqual([]);
  }
});
