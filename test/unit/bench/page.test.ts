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

test("each benchmark's figures begin with its name, have references that exist, and plots of figures that exist", () => {
  for (const { name, figures, plots } of benches) {
    const names = figures.map((figure) => figure.name);
    expect(new Set(names).size, name).toBe(names.length);
    expect(names.filter((each) => !each.startsWith(`${name}.`))).toEqual([]);
    const references = figures.flatMap(({ reference }) => reference ?? []);
    const drawn = plots.flatMap((plot) => plot.points.map(({ figure }) => figure));
    expect([...references, ...drawn].filter((each) => !names.includes(each))).toEqual([]);
  }
});
