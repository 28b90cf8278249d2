import { copyFile, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { expect, inject, test } from "vitest";
import { HelmUser, parseManifests, template } from "../../harness/chart/index.ts";
import { serveFolder } from "../../harness/core/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { run, tamper } from "./charts.ts";
import { newerVersion, olderVersion } from "./setup.ts";

const { key, older, newer, other } = inject("consumer");
const verified = ["--verify", "--keyring", key.publicKeyring];

/** Both versions, published one after the other to a folder that is served, and a user who knows the server. */
async function stage() {
  const folder = await temporaryFolder();
  for (const archive of [older, newer]) {
    const { exitCode, all } = await run("publish", [archive, "--to", folder]);
    expect(exitCode, all).toBe(0);
  }
  const server = await serveFolder(folder);
  const user = new HelmUser(await temporaryFolder());
  await user.helm(["repo", "add", "streaming", server.url]);
  return { folder, server, user, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test("a chart is found, pulled, verified and rendered from a repository, in every version that was published", async () => {
  await using at = await stage();
  const found = JSON.parse(await at.user.helm(["search", "repo", "hls", "--versions", "--output", "json"]));
  expect(found).toMatchObject([{ name: "streaming/hls-cloud", version: newerVersion }, { version: olderVersion }]);
  for (const [version, archive] of [
    [olderVersion, older],
    [newerVersion, newer],
  ] as const) {
    const reference = ["streaming/hls-cloud", "--version", version, ...verified];
    const pulled = await temporaryFolder();
    await at.user.helm(["pull", ...reference, "--destination", pulled]);
    expect((await readFile(join(pulled, `hls-cloud-${version}.tgz`))).equals(await readFile(archive))).toBe(true);
    const rendered = parseManifests(await at.user.helm(["template", "hls", ...reference]));
    expect(rendered).toEqual(await template(archive));
    expect(JSON.stringify(rendered)).toContain(`hls-cloud-${version}`);
  }
});

test("helm-ts adds the repository, and lists it", async () => {
  await using at = await stage();
  const user = new HelmUser(await temporaryFolder());
  const [said, listed] = await user.helmTs(async ({ repo }) => [
    await repo.add("live", at.server.url),
    await repo.list(),
  ]);
  expect(said).toContain('"live" has been added');
  expect(listed).toEqual([{ name: "live", url: at.server.url }]);
  await expect(user.helmTs(({ repo }) => repo.add("none", `${at.server.url}/nothing`))).rejects.toThrow(/404/);
  expect(await user.helm(["search", "repo", "live/hls-cloud"])).toContain(newerVersion);
});

test("Artifact Hub finds its file beside the index", async () => {
  await using at = await stage();
  const response = await fetch(`${at.server.url}/artifacthub-repo.yml`);
  expect(load(await response.text())).toHaveProperty("ignore");
});

test("a chart that somebody changed on the server is not pulled", async () => {
  await using at = await stage();
  const pulled = await temporaryFolder();
  await tamper(join(at.folder, basename(newer)));
  const pull = at.user.helm(["pull", "streaming/hls-cloud", ...verified, "--destination", pulled]);
  await expect(pull).rejects.toThrow(/sha256 sum does not match/);
});

test("a version that is there is left alone; with other bytes it is refused, and no target is changed", async () => {
  await using at = await stage();
  const content = async (folder: string): Promise<string[]> =>
    Promise.all(
      (await readdir(folder)).toSorted().map(async (file) => `${file} ${await readFile(join(folder, file))}`),
    );
  const before = await content(at.folder);
  const again = JSON.parse((await run("publish", [newer, "--to", at.folder, "--json"])).stdout);
  expect(again.targets).toEqual([{ to: at.folder, changed: false }]);

  const elsewhere = await temporaryFolder();
  const { exitCode, stderr } = await run("publish", [other, "--to", elsewhere, "--to", at.folder]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/hls-cloud .* is published already, with other bytes/);
  expect(await readdir(elsewhere)).toEqual([]);
  expect(await content(at.folder)).toEqual(before);
});

test("a provenance may come later", async () => {
  const [folder, bare] = [await temporaryFolder(), await temporaryFolder()];
  const archive = join(bare, basename(newer));
  await copyFile(newer, archive);
  const publish = async (file: string) =>
    JSON.parse((await run("publish", [file, "--to", folder, "--json"])).stdout).targets[0].changed as boolean;
  expect(await publish(archive)).toBe(true);
  expect(await publish(newer)).toBe(true);
  expect(await readdir(folder)).toContain(`${basename(newer)}.prov`);
  expect(await publish(newer)).toBe(false);
});

test("what is no package and no repository is refused in words", async () => {
  const folder = await temporaryFolder({ "index.yaml": "apiVersion: v1\n" });
  const renamed = join(await temporaryFolder(), "chart.tgz");
  await copyFile(newer, renamed);
  const refusals: readonly [readonly string[], RegExp][] = [
    [[newer, "--to", folder], /not the index of a chart repository[\s\S]*index\.yaml/],
    [[renamed, "--to", await temporaryFolder()], /holds hls-cloud .*, and has another name/],
    [["/nonexistent.tgz", "--to", await temporaryFolder()], /nonexistent\.tgz/],
    [[newer], /required option '--to/],
  ];
  for (const [args, words] of refusals) {
    const { exitCode, all } = await run("publish", args);
    expect(exitCode, args.join(" ")).toBe(1);
    expect(all).toMatch(words);
    expect(all).not.toMatch(/ at .*\.ts:\d+/);
  }
  expect(await readdir(folder)).toEqual(["index.yaml"]);
});
