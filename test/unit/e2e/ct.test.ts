import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../harness/core/errors.ts";
import { chartFolder, projectRoot } from "../../../harness/core/project.ts";
import { type Chart, findCharts, readChart } from "../../../harness/e2e/ct/chart.ts";
import { readConfiguration } from "../../../harness/e2e/ct/configuration.ts";
import { type Finding, lintChart } from "../../../harness/e2e/ct/lint.ts";
import { packageChart } from "../../../harness/releasing/release-archive.ts";
import { isUnchanged, lastReleased, type ReleasedChart } from "../../../harness/releasing/released-chart.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const configuration = await readConfiguration(join(projectRoot, "ct.yaml"));
// The first one installs the linters.
const patience = { timeout: 180_000 };

/** A change of one file of the chart: what is replaced, and by what. */
type Change = readonly [file: string, before: string | RegExp, after: string];

/** A copy of the chart with changes, each of which must find its place. */
async function changedChart(...changes: readonly Change[]): Promise<Chart> {
  const folder = await temporaryFolder();
  await cp(chartFolder, folder, { recursive: true });
  for (const [file, before, after] of changes) {
    const path = join(folder, file);
    const text = await readFile(path, "utf8");
    expect(text.replace(before, after), `${before} in ${file}`).not.toBe(text);
    await writeFile(path, text.replace(before, after));
  }
  return readChart(folder);
}

async function problemsOf(chart: Chart, released?: ReleasedChart): Promise<Finding[]> {
  const findings = await lintChart(chart, configuration, released);
  return findings.filter(({ problem }) => problem !== undefined);
}

const version = (text: string): Change => ["Chart.yaml", /^version: .*$/m, `version: ${text}`];

describe("ct.yaml", () => {
  it("finds one chart, the defaults among its values", async () => {
    const charts = await findCharts(configuration.chartDirs);
    expect(charts.map(({ folder }) => folder)).toEqual([join(projectRoot, "chart")]);
    expect(charts[0]?.valuesFiles).toContain(join(projectRoot, "chart/ci/default-values.yaml"));
    expect(configuration).toMatchObject({ checkVersionIncrement: true, upgrade: true });
  });

  it.each([
    ["debug: true\n", /\/debug: npm run ct does not know this key/],
    ["upgrade: yes please\n", /\/upgrade: must be boolean/],
    ["upgrade-strategy: reuse\n", /\/upgrade-strategy/],
  ])("is refused with %j", async (line, message) => {
    const folder = await temporaryFolder({ "ct.yaml": `validate-maintainers: false\n${line}` });
    const read = readConfiguration(join(folder, "ct.yaml"));
    await expect(read).rejects.toThrow(InputError);
    await expect(read).rejects.toThrow(message);
  });

  it("is refused where it leaves the maintainers' accounts to be looked up", async () => {
    const folder = await temporaryFolder({ "ct.yaml": "upgrade: true\n" });
    await expect(readConfiguration(join(folder, "ct.yaml"))).rejects.toThrow(/validate-maintainers/);
  });

  it("is refused where there is no chart, or one without values to test it with", async () => {
    await expect(findCharts([await temporaryFolder()])).rejects.toThrow(/No chart was found/);
    const chart = await temporaryFolder({ "a/Chart.yaml": "name: a\nversion: 1.0.0\n" });
    await expect(findCharts([chart])).rejects.toThrow(/a has no values to be tested with/);
  });
});

describe("ct lint", () => {
  it("finds nothing in the chart", patience, async () => {
    expect(await problemsOf(await readChart(chartFolder))).toEqual([]);
  });

  it.each<[string, string, Change, RegExp]>([
    [
      "no maintainers",
      "yamale Chart.yaml",
      ["Chart.yaml", /maintainers:\n( .*\n)+/, ""],
      /maintainers: Required field/,
    ],
    [
      "an annotation that is no string",
      "yamale Chart.yaml",
      ["Chart.yaml", "annotations:\n", "annotations:\n  artifacthub.io/prerelease: true\n"],
      /artifacthub\.io\/prerelease: .* is not a str/,
    ],
    ["Chart.yaml's style", "yamllint", ["Chart.yaml", "keywords: [hls, ", "keywords: [ hls,"], /Chart\.yaml:\d+:\d+: /],
    ["style of the defaults", "yamllint", ["values.yaml", "\nladder:\n", "\nladder: \n"], /values\.yaml:\d+:\d+: /],
    ["a boolean of old", "yamllint", ["ci/vod-values.yaml", "enabled: false", "enabled: no"], /truthy/],
    ["a key twice", "yamllint", ["ci/default-values.yaml", "ingest:", "ingest: {}\ningest:"], /duplication of key/],
    [
      "values that are refused",
      "helm lint replicas-values.yaml",
      ["ci/replicas-values.yaml", "fragment: 1", "fragment: 3"],
      /hls\.playlistLength/,
    ],
    [
      "values that the schema does not know",
      "helm lint default-values.yaml",
      ["ci/default-values.yaml", "resources:", "resorces:"],
      /resorces/,
    ],
  ])("finds %s", patience, async (_, step, change, message) => {
    const problems = await problemsOf(await changedChart(change));
    expect(problems).toEqual([{ step, problem: expect.stringMatching(message) }]);
  });

  it("finds a template that helm warns of", patience, async () => {
    const chart = await changedChart([
      "templates/shared/serviceaccount.yaml",
      /^metadata:$/m,
      "metadata:\n  labels: {{ .Values.no.such }}",
    ]);
    const steps = (await problemsOf(chart)).map(({ step }) => step);
    expect(steps).toEqual(chart.valuesFiles.map(() => expect.stringMatching(/^helm lint /)));
  });
});

describe("a chart whose last version is released", () => {
  const tuned: Change = ["values.yaml", "takeoverAfter: 3", "takeoverAfter: 4"];

  async function release(): Promise<ReleasedChart> {
    const chart = await changedChart(version("0.9.0"));
    return { archive: await packageChart(chart.folder, await temporaryFolder()), version: chart.version };
  }

  it("needs no new version while it is as it was", patience, async () => {
    expect(await problemsOf(await changedChart(version("0.9.0")), await release())).toEqual([]);
  });

  it("needs none for values of ct, which are in no package", patience, async () => {
    const chart = await changedChart(version("0.9.0"), ["ci/default-values.yaml", "250m", "300m"]);
    expect(await isUnchanged(chart.folder, await release())).toBe(true);
  });

  it.each(["0.9.0", "0.8.9", "0.9.0-rc.1"])(
    "needs a higher version than %s when it changes",
    patience,
    async (text) => {
      const [problem, ...others] = await problemsOf(await changedChart(version(text), tuned), await release());
      expect(others).toEqual([]);
      expect(problem?.problem).toMatch(new RegExp(`version ${text} is not above 0\\.9\\.0`));
    },
  );

  it("may change with a higher version", patience, async () => {
    expect(await problemsOf(await changedChart(version("0.10.0"), tuned), await release())).toEqual([]);
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
