import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { load } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { chartFolder, projectRoot } from "../../../harness/core/project.ts";
import { CtError, candidate, ctLint, readOutput } from "../../../harness/e2e/chart-testing/ct.ts";
import type { Candidate } from "../../../harness/e2e/chart-testing/repository.ts";
import { packageChart } from "../../../harness/releasing/release-archive.ts";
import { isUnchanged, lastReleased, type ReleasedChart } from "../../../harness/releasing/released-chart.ts";
import { fetchedTool } from "../../../harness/tools/tools.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const patience = { timeout: 180_000 };

/** A change of one file: what is replaced, and by what. */
type Change = readonly [file: string, before: string | RegExp, after: string];

/** A copy of a folder with changes, each of which must find its place. */
async function changedCopy(source: string, ...changes: readonly Change[]): Promise<string> {
  const folder = await temporaryFolder();
  await cp(source, folder, { recursive: true });
  for (const [file, before, after] of changes) {
    const path = join(folder, file);
    const text = await readFile(path, "utf8");
    expect(text.replace(before, after), `${before} in ${file}`).not.toBe(text);
    await writeFile(path, text.replace(before, after));
  }
  return folder;
}

const changedChart = (...changes: readonly Change[]): Promise<string> => changedCopy(chartFolder, ...changes);

const version = (text: string): Change => ["Chart.yaml", /^version: .*$/m, `version: ${text}`];

// Built once.
beforeAll(() => fetchedTool("ct"), 600_000);

describe("ct.yaml", () => {
  it("has nothing that ct does not know, which it would pass over", async () => {
    const program = await fetchedTool("ct");
    const texts = await Promise.all(
      ["lint", "install"].map(async (command) => (await execa(program, [command, "--help"])).stdout),
    );
    const known = [...texts.join("\n").matchAll(/^ +--([a-z-]+)/gm)].map(([, flag]) => flag);
    const keys = Object.keys(load(await readFile(join(projectRoot, "ct.yaml"), "utf8")) as object);
    expect(keys).toContain("upgrade");
    expect(keys.filter((key) => !known.includes(key))).toEqual([]);
  });

  it("that leads to no chart fails, and is not green", patience, async () => {
    const folder = await temporaryFolder();
    await cp(join(projectRoot, ".ct"), join(folder, ".ct"), { recursive: true });
    const text = await readFile(join(projectRoot, "ct.yaml"), "utf8");
    await writeFile(join(folder, "ct.yaml"), text.replace('chart-dirs: ["."]', 'chart-dirs: ["chart"]'));
    const linted = ctLint(await candidate({ configuration: join(folder, "ct.yaml") }));
    await expect(linted).rejects.toThrow("ct lint tested no chart");
  });
});

describe("ct lint", () => {
  it("finds nothing in the chart, with each values file", patience, async () => {
    const { charts, values } = await ctLint(await candidate());
    expect(charts).toEqual([expect.stringMatching(/^hls-cloud => /)]);
    expect(values).toContain("default-values.yaml");
    expect(values.length).toBeGreaterThan(3);
  });

  it.each<[string, Change, RegExp]>([
    ["no maintainers", ["Chart.yaml", /maintainers:\n( .*\n)+/, ""], /maintainers: Required field/],
    [
      "an annotation that is no string",
      ["Chart.yaml", "annotations:\n", "annotations:\n  artifacthub.io/prerelease: true\n"],
      /artifacthub\.io\/prerelease: .* is not a str/,
    ],
    ["Chart.yaml's style", ["Chart.yaml", "keywords: [hls, ", "keywords: [ hls,"], /Chart\.yaml\n +\d+:\d+ +error/],
    ["style of the defaults", ["values.yaml", "\nladder:\n", "\nladder: \n"], /values\.yaml\n +\d+:\d+ +error/],
    ["a boolean of old", ["ci/vod-values.yaml", "enabled: false", "enabled: no"], /truthy/],
    ["a key twice", ["ci/default-values.yaml", "ingest:", "ingest: {}\ningest:"], /duplication of key/],
    [
      "values that the schema does not know",
      ["ci/default-values.yaml", "resources:", "resorces:"],
      /resorces[\s\S]*1 chart\(s\) failed/,
    ],
    [
      "a template that helm warns of",
      ["templates/serviceaccount.yaml", /^metadata:$/m, "metadata:\n  labels: {{ .Values.no.such }}"],
      /nil pointer[\s\S]*1 chart\(s\) failed/,
    ],
  ])("finds %s", patience, async (_, change, message) => {
    const linted = ctLint(await candidate({ chart: await changedChart(change) }));
    await expect(linted).rejects.toThrow(CtError);
    await expect(linted).rejects.toThrow(message);
  });
});

describe("a chart whose last version is released", () => {
  const tuned: Change = ["values.yaml", "takeoverAfter: 3", "takeoverAfter: 4"];

  async function released(): Promise<ReleasedChart> {
    const chart = await changedChart(version("0.9.0"));
    return { archive: await packageChart(chart, await temporaryFolder()), version: "0.9.0" };
  }

  async function subject(...changes: readonly Change[]): Promise<Candidate> {
    return candidate({ chart: await changedChart(...changes), released: await released() });
  }

  it("needs no new version while it is as it was", patience, async () => {
    expect((await ctLint(await subject(version("0.9.0")))).charts).toHaveLength(1);
  });

  it("needs none for values of ct, which are in no package", patience, async () => {
    const chart = await changedChart(version("0.9.0"), ["ci/default-values.yaml", "250m", "300m"]);
    expect(await isUnchanged(chart, await released())).toBe(true);
  });

  it.each(["0.9.0", "0.8.9", "0.9.0-rc.1"])(
    "needs a higher version than %s when it changes",
    patience,
    async (text) => {
      const linted = ctLint(await subject(version(text), tuned));
      await expect(linted).rejects.toThrow(/Needs a version bump/);
    },
  );

  it("may change with a higher version", patience, async () => {
    expect((await ctLint(await subject(version("0.10.0"), tuned))).charts).toHaveLength(1);
  });
});

describe("what ct says", () => {
  it("is read: charts, values files, and upgrades that it left out", () => {
    const output = `
Skipping upgrade test of "hls-cloud => (version: \\"0.3.0\\", path: \\"chart\\")" because: 0.3.0 is not ~0.2.0
Installing chart "hls-cloud => (version: \\"0.3.0\\", path: \\"chart\\")"...
Installing chart "hls-cloud => (version: \\"0.3.0\\", path: \\"chart\\")" with values file "chart/ci/vod-values.yaml"...
Installing chart with values file "chart/ci/default-values.yaml"...
 ✔︎ hls-cloud => (version: "0.3.0", path: "chart")
`;
    expect(readOutput(output)).toEqual({
      charts: ['hls-cloud => (version: "0.3.0", path: "chart")'],
      values: ["vod-values.yaml", "default-values.yaml"],
      skipped: [expect.stringMatching(/^Skipping upgrade test of/)],
    });
  });
});

describe("the last released version", () => {
  it("is the highest one of this chart", async () => {
    const folder = await temporaryFolder({
      "tv-0.9.0.tgz": "",
      "tv-0.10.0.tgz": "",
      "tv-0.10.0-rc.1.tgz": "",
      "tv-0.10.0.tgz.prov": "",
      "tv-set-1.0.0.tgz": "",
    });
    expect(await lastReleased("tv", folder)).toEqual({ archive: join(folder, "tv-0.10.0.tgz"), version: "0.10.0" });
    expect(await lastReleased("radio", folder)).toBeUndefined();
  });
});
