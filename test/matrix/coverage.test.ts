import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { chartFolder } from "../../harness/core/index.ts";
import {
  type Axes,
  axes,
  type Choice,
  combinations,
  files,
  forbidden,
  isForbidden,
  kubernetesVersions,
  pairs,
} from "../../harness/verify/index.ts";
import { changedBy, leavesOf, type ValuesSchema } from "./coverage.ts";

const all: Axes = axes;
const schema = JSON.parse(await readFile(join(chartFolder, "values.schema.json"), "utf8")) as ValuesSchema;
const defaults = load(await readFile(join(chartFolder, "values.yaml"), "utf8"));
const leaves = leavesOf(schema);
const matrix = await combinations();

describe("the matrix", () => {
  it("is as large as it should be, and each combination has a name of its own", () => {
    const names = matrix.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(names).toEqual([...new Set(names)]);
    expect(kubernetesVersions).toHaveLength(3);
  });

  it("sets every value of the schema to something else than its default", () => {
    const changed = new Set(matrix.flatMap(({ values }) => changedBy(values, defaults)));
    expect(leaves.length).toBeGreaterThan(150);
    expect(leaves.filter((leaf) => !changed.has(leaf))).toEqual([]);
  });

  it("has one file that sets nearly every value", () => {
    const file = files().find(({ name }) => name === "every-value.yaml");
    const changed = new Set(changedBy(file?.values, defaults));
    const left = leaves.filter((leaf) => !changed.has(leaf));
    expect(left.filter((leaf) => !/^(storage\.shared|vod)\./.test(leaf))).toEqual([
      "dash.enabled",
      "auth.publish.existingSecret",
      "auth.play.signed.existingSecret",
      "auth.admin.existingSecret",
      "serviceAccount.create",
    ]);
  });

  it("has every example", () => {
    expect(files().map(({ name }) => basename(name))).toContain("minimal.yaml");
  });
});

describe("the pairs", async () => {
  const choices = await pairs();

  it("hold every two options that go together", () => {
    const seen = new Set(choices.flatMap((choice) => pairsIn(choice)));
    const missing = possiblePairs().filter((pair) => !seen.has(pair));
    expect(missing).toEqual([]);
  });

  it("hold nothing that the chart refuses", () => {
    expect(choices.filter(isForbidden)).toEqual([]);
  });

  it("know only options that exist", () => {
    for (const [axis, options] of forbidden.flatMap((rule) => Object.entries(rule))) {
      expect(Object.keys(all[axis] ?? {}), axis).toEqual(expect.arrayContaining([...options]));
    }
  });
});

function pairsIn(choice: Choice): string[] {
  const chosen = Object.entries(choice)
    .map(([axis, option]) => `${axis}: ${option}`)
    .toSorted();
  return chosen.flatMap((one, index) => chosen.slice(index + 1).map((other) => `${one} | ${other}`));
}

function possiblePairs(): string[] {
  const options = Object.entries(all).flatMap(([axis, each]) =>
    Object.keys(each).map((option) => ({ [axis]: option })),
  );
  const both = options.flatMap((one, index) => options.slice(index + 1).map((other): Choice => ({ ...one, ...other })));
  const pairs = both.filter((choice) => Object.keys(choice).length === 2 && !isForbidden(choice));
  return pairs.flatMap(pairsIn);
}
