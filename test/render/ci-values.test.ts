import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { list } from "tar";
import { describe, expect, it } from "vitest";
import { lint, template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { ciValuesFiles } from "../../harness/e2e/index.ts";
import { packageChart } from "../../harness/releasing/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const valuesFiles = await ciValuesFiles();

describe.concurrent.each(valuesFiles.map((file) => [basename(file), file]))("%s", (_, file) => {
  it("lints without a warning", async () => {
    const findings = await lint(chartFolder, { strict: true, values: [file] });
    expect(findings.filter((finding) => !finding.startsWith("[INFO]"))).toEqual([]);
  });

  it("tells what it is for", async () => {
    expect(await readFile(file, "utf8")).toMatch(/^# [A-Z][^\n]{20,}/);
  });

  it("leaves the image to whoever runs ct", async () => {
    const set = ["image.repository=registry.example.com/tv", "image.tag=1.2.3"];
    const text = JSON.stringify(await template(chartFolder, { values: [file], set }));
    const images = [...text.matchAll(/"image":"([^"]*)"/g)].map(([, image]) => image);
    expect(new Set(images)).toEqual(new Set(["registry.example.com/tv:1.2.3"]));
  });

  it("asks for no more CPU than a small node has left", async () => {
    const requests = JSON.stringify(await template(chartFolder, { values: [file] })).matchAll(
      /"requests":{"cpu":"(\d+)m"/g,
    );
    const each = [...requests].map(([, milli]) => Number(milli));
    expect(each.length).toBeGreaterThan(2);
    expect(each.reduce((sum, one) => sum + one, 0)).toBeLessThan(1000);
  });
});

it("the package leaves them out", async () => {
  const paths: string[] = [];
  const file = await packageChart(chartFolder, await temporaryFolder());
  await list({ file, onReadEntry: ({ path }) => paths.push(path) });
  expect(paths).toContain(join("hls-cloud", "values.yaml"));
  expect(paths.filter((path) => path.includes("/ci/"))).toEqual([]);
});
