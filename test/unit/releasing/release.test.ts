import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it, test } from "vitest";
import { InputError, ToolError } from "../../../harness/core/errors.ts";
import { projectRoot } from "../../../harness/core/project.ts";
import {
  changelogPath,
  changesIn,
  notesOf,
  parseChangelog,
  releaseChangelog,
} from "../../../harness/releasing/changelog.ts";
import {
  chartManifestPath,
  readChartManifest,
  releaseChartManifest,
} from "../../../harness/releasing/chart-manifest.ts";
import { git } from "../../../harness/releasing/git.ts";
import { planRelease, type WantedRelease } from "../../../harness/releasing/plan.ts";
import { makeRelease, prepareRelease, showRelease } from "../../../harness/releasing/release.ts";
import { nextVersion } from "../../../harness/releasing/version.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const changelog = `# Changelog

What changes.

## Unreleased

### Added

- A thing, told of
  in two lines (\`a.b\`).

### Fixed

- A fault: "quoted".

## 1.0.0 - 2026-01-02

### Added

- All of it.
`;

const chartManifest = `# The chart.
apiVersion: v2
name: tiny
version: 1.0.0 # not 1.0
appVersion: 1.0.0
keywords: [one, two]
annotations:
  # Whose it is.
  artifacthub.io/license: Apache-2.0
`;

const npmManifest = (test: string) => ({ name: "tiny", version: "1.0.0", scripts: { check: "true", test } });
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A repository with a chart on main, whose tests end as told. */
async function repository(testCommand = "true"): Promise<string> {
  const { name, version } = npmManifest("");
  const root = await temporaryFolder({
    [changelogPath]: changelog,
    [chartManifestPath]: chartManifest,
    "package.json": json(npmManifest(testCommand)),
    "package-lock.json": json({ name, version, lockfileVersion: 3, packages: { "": { name, version } } }),
    "image/Dockerfile": "FROM scratch\n",
  });
  await git(["init", "--quiet", "--initial-branch=main"], root);
  await git(["config", "user.name", "A maintainer"], root);
  await git(["config", "user.email", "maintainer@example.com"], root);
  await commit(root, "All of it");
  await git(["tag", "v1.0.0"], root);
  return root;
}

async function commit(root: string, message: string): Promise<void> {
  await git(["add", "--all"], root);
  await git(["commit", "--quiet", "--message", message], root);
}

/** All that a failed release must leave as it was. */
async function stateOf(root: string): Promise<string[]> {
  const questions = [["show-ref"], ["status", "--porcelain"], ["worktree", "list"], ["stash", "list"]];
  return Promise.all(questions.map((args) => git(args, root)));
}

const minor: WantedRelease = { version: { bump: "minor" }, date: "2026-02-03" };
const quiet = { progress: () => {}, signal: new AbortController().signal };

async function release(root: string, wanted = minor): Promise<void> {
  await makeRelease(root, await prepareRelease(root, wanted), quiet);
}

describe("a release", () => {
  it("is one commit on main and one tag, of a version that every file has", async () => {
    const root = await repository();
    await release(root);
    expect(await git(["log", "--format=%s", "v1.0.0..main"], root)).toBe("Release 1.1.0");
    expect(await git(["rev-parse", "v1.1.0^{commit}"], root)).toBe(await git(["rev-parse", "HEAD"], root));
    expect(await git(["status", "--porcelain"], root)).toBe("");
    expect((await git(["worktree", "list"], root)).split("\n")).toHaveLength(1);
    const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");
    expect(load(await read(chartManifestPath))).toMatchObject({ version: "1.1.0", appVersion: "1.1.0" });
    expect(JSON.parse(await read("package.json"))).toMatchObject({ version: "1.1.0", scripts: { check: "true" } });
    const lock = JSON.parse(await read("package-lock.json"));
    expect([lock.version, lock.packages[""].version]).toEqual(["1.1.0", "1.1.0"]);
    expect(await read(changelogPath)).toContain("## Unreleased\n\n## 1.1.0 - 2026-02-03\n\n### Added");
  });

  it("has what its own generators make of the version", async () => {
    const root = await repository();
    const manifest = npmManifest("grep 1.1.0 README.md");
    const docs = `node -p "require('./package.json').version" > README.md`;
    await writeFile(join(root, "package.json"), json({ ...manifest, scripts: { ...manifest.scripts, docs } }));
    await commit(root, "Docs");
    await release(root);
    expect(await readFile(join(root, "README.md"), "utf8")).toBe("1.1.0\n");
  });

  it("is shown without being made", async () => {
    const root = await repository("exit 1");
    const before = await stateOf(root);
    const shown = await showRelease(root, await prepareRelease(root, minor));
    expect(shown).toContain("+version: 1.1.0 # not 1.0");
    expect(shown).toContain("+## 1.1.0 - 2026-02-03");
    expect(await stateOf(root)).toEqual(before);
  });
});

describe("a release is refused, and nothing changes,", () => {
  it.each<[string, (root: string) => Promise<unknown>, RegExp]>([
    ["on a tree that is not clean", (root) => writeFile(join(root, "new.txt"), ""), /not clean[\s\S]*\?\? new\.txt/],
    [
      "on another branch",
      (root) => git(["switch", "--quiet", "--create", "work"], root),
      /branch work: git switch main/,
    ],
    ["where its tag exists", (root) => git(["tag", "v1.1.0"], root), /tag v1\.1\.0 exists/],
    [
      "where nothing is told of",
      (root) => tell(root, changelog.replace(/### Added[\s\S]*?## 1/, "## 1")),
      /Nothing is told/,
    ],
    [
      "where its version was told of",
      (root) => tell(root, changelog.replace("## 1.0.0", "## 1.1.0")),
      /1\.1\.0 has an entry/,
    ],
    ["where the changelog has no form", (root) => tell(root, "Soon.\n"), /cannot be read/],
  ])("%s", async (_, spoil, words) => {
    const root = await repository();
    await spoil(root);
    const before = await stateOf(root);
    const refused = release(root);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(words);
    expect(await stateOf(root)).toEqual(before);
  });

  it("with all reasons at once", async () => {
    const root = await repository();
    await git(["tag", "v1.1.0"], root);
    await writeFile(join(root, "new.txt"), "");
    await expect(release(root)).rejects.toThrow(/not clean[\s\S]*tag v1\.1\.0 exists/);
    await tell(root, "Soon.\n");
    await writeFile(join(root, "new.txt"), "more");
    await expect(release(root)).rejects.toThrow(/cannot be read[\s\S]*not clean/);
  });

  it("when a test fails", async () => {
    const root = await repository("exit 1");
    const before = await stateOf(root);
    const refused = release(root);
    await expect(refused).rejects.toThrow(ToolError);
    await expect(refused).rejects.toThrow(/npm test failed/);
    expect(await stateOf(root)).toEqual(before);
  });

  it("when somebody commits while it is tested", async () => {
    const root = await repository();
    const plan = await prepareRelease(root, minor);
    const another = async (message: string): Promise<void> => {
      if (message === "npm test") await git(["commit", "--quiet", "--allow-empty", "--message", "More"], root);
    };
    const committed: Promise<void>[] = [];
    const run = { ...quiet, progress: (message: string) => void committed.push(another(message)) };
    await expect(makeRelease(root, plan, run)).rejects.toThrow(ToolError);
    await Promise.all(committed);
    expect(await git(["tag"], root)).toBe("v1.0.0");
    expect(await git(["log", "-1", "--format=%s"], root)).toBe("More");
  });
});

describe("the image of the release before", () => {
  const kept: WantedRelease = { ...minor, keepImage: true };

  it("is kept where nothing of it has changed", async () => {
    const root = await repository();
    await release(root, kept);
    const manifest = load(await readFile(join(root, chartManifestPath), "utf8"));
    expect(manifest).toMatchObject({ version: "1.1.0", appVersion: "1.0.0" });
    // Its own version in package-lock.json is no change.
    await tell(root, changelog.replace("## 1.0.0", "## 1.1.0"));
    expect(await prepareRelease(root, kept)).toMatchObject({ version: "1.2.0", appVersion: "1.0.0" });
  });

  it.each([
    ["its Dockerfile", "image/Dockerfile", "FROM debian\n"],
    ["what npm pins", "package-lock.json", json({ version: "1.0.0", packages: { "": {}, "node_modules/a": {} } })],
  ])("is not kept where %s has changed", async (_, path, content) => {
    const root = await repository();
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
    await commit(root, "More");
    await expect(prepareRelease(root, kept)).rejects.toThrow(/goes into the image has changed since v1\.0\.0/);
  });
});

async function tell(root: string, text: string): Promise<void> {
  await writeFile(join(root, changelogPath), text);
  if ((await git(["status", "--porcelain"], root)) !== "") await commit(root, "Changelog");
}

test("Chart.yaml keeps its comments and its form", () => {
  const { changes } = releaseChangelog(changelog, "1.1.0", "2026-02-03");
  const manifest = releaseChartManifest(chartManifest, { version: "1.1.0", appVersion: "1.0.0", changes });
  expect(manifest).toBe(
    `${chartManifest.replace("version: 1.0.0", "version: 1.1.0")}  artifacthub.io/changes: |
    - kind: added
      description: A thing, told of in two lines (\`a.b\`).
    - kind: fixed
      description: 'A fault: "quoted".'
`,
  );
  const again = releaseChartManifest(manifest, { version: "1.2.0", appVersion: "1.2.0", changes: [] });
  expect(load(again)).toMatchObject({ annotations: { "artifacthub.io/changes": "[]\n" } });
});

describe("a version", () => {
  it.each([
    ["1.2.3", { bump: "major" }, "2.0.0"],
    ["1.2.3", { bump: "minor" }, "1.3.0"],
    ["1.2.3", { bump: "patch" }, "1.2.4"],
    ["1.2.3", { version: "2.0.0-rc.1" }, "2.0.0-rc.1"],
    ["1.2.3", { version: "1.2.3" }, "1.2.3"],
  ] as const)("after %s, of %o, is %s", (current, wanted, next) => {
    expect(nextVersion(current, wanted)).toBe(next);
  });

  it.each(["1.2.2", "v2", "two", "1.2.3-rc.1"])("%s is below 1.2.3, or none", (version) => {
    expect(() => nextVersion("1.2.3", { version })).toThrow(InputError);
  });
});

describe("the changelog", () => {
  it("of a version is its release notes", () => {
    expect(notesOf(changelog, "1.0.0")).toBe("### Added\n\n- All of it.");
    expect(() => notesOf(changelog, "9.9.9")).toThrow(/no entry of 9\.9\.9/);
  });

  it("of this chart is in the form that a release writes", async () => {
    const text = await readFile(join(projectRoot, changelogPath), "utf8");
    expect(parseChangelog(text).toString()).toBe(text);
  });

  it("of this chart's version is what Chart.yaml tells (`npm run release:changes`)", async () => {
    const { version, changes } = readChartManifest(await readFile(join(projectRoot, chartManifestPath), "utf8"));
    expect(changes).toEqual(changesIn(await readFile(join(projectRoot, changelogPath), "utf8"), version));
  });
});

test("a release of this chart changes the version, and nothing else in Chart.yaml and npm's files", async () => {
  const root = await temporaryFolder();
  const paths = ["package.json", "package-lock.json", chartManifestPath];
  for (const path of paths) await cp(join(projectRoot, path), join(root, path));
  await mkdir(join(root, dirname(changelogPath)), { recursive: true });
  await writeFile(join(root, changelogPath), changelog.replace("1.0.0", "0.0.1"));
  const { files } = await planRelease(root, { ...minor, version: { bump: "major" } });
  const without = (text: string): string =>
    text
      .replaceAll(/^.*(version"?: |appVersion: ).*$/gm, "")
      .replace(/ {2}artifacthub\.io\/changes: \|\n( {4}.*\n)*/, "");
  for (const path of paths) {
    expect(without(files.get(path) ?? ""), path).toBe(without(await readFile(join(projectRoot, path), "utf8")));
  }
});
