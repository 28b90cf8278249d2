import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { makeValuesFiles } from "../../../../harness/chart/values/generated.ts";

const files = await makeValuesFiles();

it.each(files.map(({ path, text }) => [basename(path), path, text]))(
  "the chart's %s is what `npm run docs` makes",
  async (_, path, text) => {
    expect(await readFile(path, "utf8")).toBe(text);
  },
);
