import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";
import { type Candidate, CtError, candidate, ctLint } from "../../harness/e2e/index.ts";
import { isUnchanged, packageChart, type ReleasedChart } from "../../harness/releasing/index.ts";
import { fetchedTool } from "../../harness/tools/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

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

  // The command that fails, since ct may lose the last lines of what it says.
  it.each<[string, Change, RegExp]>([
    ["no maintainers", ["Chart.yaml", /maintainers:\n( .*\n)+/, ""], /failed: yamale .* chart\/Chart\.yaml$/m],
    [
      "an annotation that is no string",
      ["Chart.yaml", "annotations:\n", "annotations:\n  artifacthub.io/prerelease: true\n"],
      /failed: yamale .* chart\/Chart\.yaml$/m,
    ],
    [
      "Chart.yaml's style",
      ["Chart.yaml", "keywords: [hls, ", "keywords: [ hls,"],
      /failed: yamllint .* chart\/Chart\.yaml$/m,
    ],
    [
      "style of the defaults",
      ["values.yaml", "\nladder:\n", "\nladder: \n"],
      /failed: yamllint .* chart\/values\.yaml$/m,
    ],
    [
      "a boolean of old",
      ["ci/vod-values.yaml", "enabled: false", "enabled: no"],
      /failed: yamllint .* chart\/ci\/vod-values\.yaml$/m,
    ],
    [
      "a key twice",
      ["ci/default-values.yaml", "ingest:", "ingest: {}\ningest:"],
      /failed: yamllint .* chart\/ci\/default-values\.yaml$/m,
    ],
    [
      "values that the schema does not know",
      ["ci/default-values.yaml", "resources:", "resorces:"],
      /failed: helm lint chart --values chart\/ci\/default-values\.yaml --strict$/m,
    ],
    [
      "a template that helm warns of",
      ["templates/shared/serviceaccount.yaml", /^metadata:$/m, "metadata:\n  labels: {{ .Values.no.such }}"],
      /failed: helm lint chart --values chart\/ci\/default-values\.yaml --strict$/m,
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
