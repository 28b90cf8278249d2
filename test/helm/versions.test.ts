/** What helm 3 does without a cluster, beside what the render tests of this run look at: the same as helm 4. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import pMap from "p-map";
import { expect, it } from "vitest";
import {
  HelmSchemaError,
  HelmValidationError,
  helm,
  type Manifest,
  notes,
  template,
  type Values,
} from "../../harness/chart/index.ts";
import { chartFolder, projectRoot, sha256 } from "../../harness/core/index.ts";
import { packageChart } from "../../harness/releasing/index.ts";
import { withHelm } from "../../harness/tools/index.ts";
import { combinations } from "../../harness/verify/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const helm4 = <T>(work: () => Promise<T>): Promise<T> => withHelm("4", work);

it("is the helm of tools/, and knows so", async () => {
  const mod = await readFile(join(projectRoot, "tools/helm3/go.mod"), "utf8");
  const [, version = ""] = /helm\.sh\/helm\/v3 (v\S+)/.exec(mod) ?? [];
  const asked = ["version", "--template", "{{.Version}}"];
  expect(await helm(asked, { where: "helm" })).toBe(version);
  expect(version).toMatch(/^v3\./);
  expect(await helm4(() => helm(asked, { where: "helm" }))).toMatch(/^v4\./);
});

/** One in so many combinations of the matrix; all of them would tell the same for longer. */
const every = 6;

it("renders a sample of the matrix to the documents that helm 4 makes", async () => {
  const sample = (await combinations()).filter((_, index) => index % every === 0);
  expect(sample.length).toBeGreaterThan(20);
  const differing = await pMap(
    sample,
    async ({ name, values, release }) => {
      const render = (): Promise<Manifest[]> =>
        template(chartFolder, { inline: values, ...(release ? { release } : {}) });
      return JSON.stringify(await render()) === JSON.stringify(await helm4(render)) ? [] : [name];
    },
    { concurrency: 2 },
  );
  expect(differing.flat()).toEqual([]);
});

/** How the chart refuses values, in an error that the schema does not know and in each kind that it knows. */
const refused: readonly (readonly [string, typeof HelmValidationError | typeof HelmSchemaError, Values])[] = [
  ["one problem", HelmValidationError, { hls: { playlistLength: 3 } }],
  [
    "three problems",
    HelmValidationError,
    { storage: { mode: "shared" }, hls: { playlistLength: 3 }, ingest: { service: { nodePort: 31935 } } },
  ],
  ["a list's item", HelmValidationError, { ladder: [{ name: "a", videoBitrate: "500k", audioBitrate: "64k" }] }],
  ["an unknown key", HelmSchemaError, { hls: { fragments: 2 } }],
  ["a wrong type", HelmSchemaError, { ingest: { replicas: "two" } }],
  ["one that is not in a list", HelmSchemaError, { storage: { mode: "cloud" } }],
  ["a number out of its range", HelmSchemaError, { ingest: { replicas: -1 } }],
];

it.each(refused)("refuses %s as helm 4 does", async (_, kind, inline) => {
  const refusal = async (): Promise<Error> => {
    const error = await template(chartFolder, { inline }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    return error as Error;
  };
  const problems = (error: Error): unknown => (error instanceof HelmSchemaError ? error.problems : error.message);
  expect(problems(await refusal())).toEqual(problems(await helm4(refusal)));
});

it("prints the notes that helm 4 prints", async () => {
  const print = (): Promise<string> => notes(chartFolder);
  expect(await print()).toBe(await helm4(print));
});

it("packages the chart to the bytes that helm 4 makes, and renders the archive", async () => {
  const archive = await packageChart(chartFolder, await temporaryFolder());
  const other = await helm4(async () => packageChart(chartFolder, await temporaryFolder()));
  expect(basename(archive)).toBe(basename(other));
  expect(await sha256(archive)).toBe(await sha256(other));
  expect(await template(archive)).toEqual(await template(chartFolder));
});
