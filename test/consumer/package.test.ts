import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { expect, inject, test } from "vitest";
import { chartMetadataFile, helm, parseChartMetadata, readChartMetadata, template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { provenanceOf } from "../../harness/releasing/index.ts";
import packageJson from "../../package.json" with { type: "json" };
import { temporaryFolder } from "../temporary-folder.ts";
import { annotationsIn, fileIn, keyUrl, run, tamper } from "./charts.ts";

const { key, stranger } = inject("consumer");

interface Packed {
  readonly archive: string;
  readonly digest: string;
  readonly provenance?: string;
  readonly fingerprint?: string;
}

const json = ({ stdout }: { readonly stdout: string }): Packed => JSON.parse(stdout) as Packed;

test("two packages are the same, byte for byte, wherever and whenever they are made, and render as the folder does", async () => {
  const [one, other, copy] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  const first = json(await run("package", ["--destination", one, "--json"]));
  // An archive has whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await cp(chartFolder, copy, { recursive: true });
  const env = { HLS_CLOUD_CHART: copy };
  const second = json(await run("package", ["--destination", other, "--json"], { env }));
  expect(second.digest).toBe(first.digest);
  expect((await readFile(first.archive)).equals(await readFile(second.archive))).toBe(true);
  expect(await readdir(one)).toHaveLength(1);
  expect(await template(first.archive)).toEqual(await template(chartFolder));
});

test("a package tells its images, its licence and links, and no key", async () => {
  const { archive } = json(await run("package", ["--destination", await temporaryFolder(), "--json"]));
  const annotations = await annotationsIn(archive);
  const values = load(await readFile(join(chartFolder, "values.yaml"), "utf8"));
  const { repository } = (values as { image: { repository: string } }).image;
  const { appVersion } = await readChartMetadata();
  expect(annotations).toMatchObject({
    images: [{ name: "hls-cloud", image: `${repository}:${appVersion}` }],
    license: packageJson.license,
    links: expect.arrayContaining([{ name: expect.any(String), url: expect.stringMatching(/^https:/) }]),
  });
  expect(annotations).not.toHaveProperty("signKey");
});

test("the address of the sources is the chart's home", async () => {
  const source = "https://example.com/hls-cloud";
  const args = ["--destination", await temporaryFolder(), "--source", source, "--json"];
  const chart = parseChartMetadata(await fileIn(json(await run("package", args)).archive, chartMetadataFile));
  expect(chart).toMatchObject({ home: source, sources: [source] });
});

test("a signed package names the key that signed it, and whoever has its public half can verify it", async () => {
  const folder = await temporaryFolder();
  const secrets = ["--keyring", key.secretKeyring, "--passphrase-file", "-"];
  const args = ["--destination", folder, "--sign", "--key", key.email, "--key-url", keyUrl, ...secrets];
  const answer = await run("package", [...args, "--json"], { input: `${key.passphrase}\n` });
  const { archive, provenance, fingerprint } = json(answer);
  expect(fingerprint).toBe(key.fingerprint);
  expect(await annotationsIn(archive)).toMatchObject({ signKey: { fingerprint, url: keyUrl } });
  expect(provenance).toBe(provenanceOf(archive));
  const verify = () => helm(["verify", archive, "--keyring", key.publicKeyring], { where: archive });
  expect(await verify()).toContain(key.fingerprint);
  await expect(helm(["verify", archive, "--keyring", stranger.publicKeyring], { where: archive })).rejects.toThrow(
    /signature/,
  );
  await tamper(archive);
  await expect(verify()).rejects.toThrow(/sha256 sum does not match/);
});

test("an unsigned package takes the place of a signed one, and of its provenance", async () => {
  const folder = await temporaryFolder();
  const { archive } = json(await run("package", ["--destination", folder, "--json"]));
  await writeFile(provenanceOf(archive), "of an earlier package");
  expect(json(await run("package", ["--destination", folder, "--json"]))).not.toHaveProperty("provenance");
  expect(await readdir(folder)).toHaveLength(1);
});

test("with --index the folder becomes a chart repository", async () => {
  const folder = await temporaryFolder();
  const { archive, digest } = json(await run("package", ["--destination", folder, "--index", "--json"]));
  expect((await readdir(folder)).toSorted()).toEqual(["artifacthub-repo.yml", expect.any(String), "index.yaml"]);
  const index = load(await readFile(join(folder, "index.yaml"), "utf8"));
  expect(index).toMatchObject({ entries: { "hls-cloud": [{ digest, urls: [archive.slice(folder.length + 1)] }] } });
});

test("what cannot be signed is refused in words, and nothing is written", async () => {
  const { email, secretKeyring } = key;
  const sign = ["--sign", "--key", email, "--keyring", secretKeyring];
  const whole = [...sign, "--key-url", keyUrl];
  const refusals: readonly [readonly string[], RegExp, string?][] = [
    [sign, /not said whether to sign, or how/],
    [["--key", email], /not said whether to sign, or how/],
    [[...sign, "--key-url", "http://example.com/key.asc"], /must be an https URL/],
    [whole, /cannot be signed: openpgp/],
    [[...whole, "--passphrase-file", "-"], /cannot be signed: openpgp/, "a wrong one"],
    [[...whole, "--passphrase-file", "/nonexistent"], /--passphrase-file .*'\/nonexistent'.*no such file/],
    [["--sign", "--key", "nobody", "--keyring", secretKeyring, "--key-url", keyUrl], /cannot be signed: private key/],
    [
      ["--sign", "--key", email, "--keyring", "/nonexistent", "--key-url", keyUrl],
      /--keyring .*'\/nonexistent'.*no such file/,
    ],
  ];
  const folder = await temporaryFolder();
  const answers = refusals.map(async ([args, words, input = ""]) => {
    const { exitCode, all } = await run("package", ["--destination", folder, ...args], { input });
    expect(exitCode, args.join(" ")).toBe(1);
    expect(all).toMatch(words);
    expect(all).not.toMatch(/ at .*\.ts:\d+|a wrong one/);
  });
  await Promise.all(answers);
  expect(await readdir(folder)).toEqual([]);
});
