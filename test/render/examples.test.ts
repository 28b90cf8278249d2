import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lint } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";

const folder = join(projectRoot, "values-examples");
const examples = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

describe.concurrent.each(["the defaults", ...examples])("%s", (name) => {
  const file = name === "the defaults" ? undefined : join(folder, name);

  it("lint without a warning", async () => {
    const findings = await lint(chartFolder, { strict: true, ...(file ? { values: [file] } : {}) });
    expect(findings.filter((finding) => !finding.startsWith("[INFO]"))).toEqual([]);
  });
});

it.each(examples)("%s tells its scenario first", async (name) => {
  expect(await readFile(join(folder, name), "utf8")).toMatch(/^# [A-Z][^\n]{20,}/);
});
