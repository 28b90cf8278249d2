import { copyFile, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, inject, test } from "vitest";
import { HelmUser, parseManifests, template } from "../../harness/chart/index.ts";
import { OciRegistry } from "../../harness/publishing/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { copyWithProvenance, run, tamper } from "./charts.ts";
import { newerVersion } from "./setup.ts";

const { key, stranger, newer, other } = inject("consumer");
const name = basename(newer);
const verified = ["--verify", "--keyring", key.publicKeyring];

/** A registry, and a user that knows nothing of it yet. */
async function stage(htpasswd?: string) {
  const folder = await temporaryFolder();
  const registry = await OciRegistry.start({ folder, ...(htpasswd ? { htpasswd } : {}) });
  const charts = `oci://${registry.host}/team/charts`;
  const publish = (archive: string, env: Record<string, string> = {}) =>
    run("publish", [archive, "--to", charts, "--plain-http", "--json"], { env: { DOCKER_CONFIG: folder, ...env } });
  return {
    charts,
    registry,
    publish,
    user: new HelmUser(join(folder, "user")),
    reference: [`${charts}/hls-cloud`, "--version", newerVersion, "--plain-http"],
    [Symbol.asyncDispose]: () => registry[Symbol.asyncDispose](),
  };
}

test("a signed chart is pulled, verified, rendered and installed from a registry", async () => {
  await using at = await stage();
  const pulled = await temporaryFolder();
  const { targets } = JSON.parse((await at.publish(newer)).stdout);
  expect(targets).toEqual([{ to: at.charts, changed: true, digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) }]);

  await at.user.helm(["pull", ...at.reference, ...verified, "--destination", pulled]);
  expect((await readdir(pulled)).toSorted()).toEqual([name, `${name}.prov`]);
  expect((await readFile(join(pulled, name))).equals(await readFile(newer))).toBe(true);

  const rendered = await at.user.helm(["template", "hls", ...at.reference, ...verified]);
  // helm says first, among the manifests, what it pulled.
  expect(parseManifests(rendered.slice(rendered.indexOf("---")))).toEqual(await template(newer));
  const said = await at.user.helm(["install", "hls", ...at.reference, ...verified, "--dry-run=client"]);
  expect(said).toMatch(/^STATUS: pending-install$[\s\S]*^NOTES:$/m);
});

test("a chart that somebody changed, or that another key signed, is not pulled", async () => {
  await using at = await stage();
  const pulled = await temporaryFolder();
  await at.publish(newer);
  const pull = (keyring: string, repository = at.charts) =>
    at.user.helm([
      ...["pull", `${repository}/hls-cloud`, "--version", newerVersion, "--plain-http"],
      ...["--verify", "--keyring", keyring, "--destination", pulled],
    ]);
  await expect(pull(stranger.publicKeyring)).rejects.toThrow(/signature/);

  const changed = await copyWithProvenance(newer, await temporaryFolder());
  await tamper(changed);
  const mirror = `oci://${at.registry.host}/mirror`;
  await at.user.helm(["push", changed, mirror, "--plain-http"]);
  await expect(pull(key.publicKeyring, mirror)).rejects.toThrow(/sha256 sum does not match/);
});

test("a published version stays as it is; only its provenance may come later", async () => {
  await using at = await stage();
  const [bare, pulled] = [await temporaryFolder(), await temporaryFolder()];
  await copyFile(newer, join(bare, name));
  await at.publish(join(bare, name));
  const again = JSON.parse((await at.publish(join(bare, name))).stdout);
  expect(again.targets).toEqual([{ to: at.charts, changed: false, digest: expect.stringMatching(/^sha256:/) }]);
  const pull = (args: readonly string[]) => at.user.helm(["pull", ...at.reference, "--destination", pulled, ...args]);
  await expect(pull(verified)).rejects.toThrow(/provenance/);

  expect(JSON.parse((await at.publish(newer)).stdout).targets).toMatchObject([{ changed: true }]);
  await pull(verified);
  expect(JSON.parse((await at.publish(newer)).stdout).targets).toMatchObject([{ changed: false }]);

  const { exitCode, stderr } = await at.publish(other);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/hls-cloud .* is published already, with other bytes[\s\S]*team\/charts\/hls-cloud:/);
  await pull(verified);
  expect((await readFile(join(pulled, name))).equals(await readFile(newer))).toBe(true);
});

test("a registry that asks for a login gets it from the environment or from helm's own logins", async () => {
  const password = "correct horse";
  await using at = await stage("anna:$2a$04$ypoHHAk5aq3T6wpLU8WrF.7q9D8q/zXpCi/6eWcMN9n3QSJsmJhOm\n");
  const login = (word: string) => ({ REGISTRY_USERNAME: "anna", REGISTRY_PASSWORD: word });
  const refusals = [
    [await at.publish(newer), /basic credential not found|401|unauthorized/i],
    [await at.publish(newer, login("a wrong one")), /401|unauthorized/i],
    [await at.publish(newer, { REGISTRY_USERNAME: "anna" }), /Only one of the two variables/],
  ] as const;
  for (const [{ exitCode, all }, words] of refusals) {
    expect(exitCode).toBe(1);
    expect(all).toMatch(words);
    expect(all).not.toMatch(/ at .*\.ts:\d+|a wrong one/);
  }
  const pushed = await at.publish(newer, login(password));
  expect(JSON.parse(pushed.stdout).targets).toMatchObject([{ changed: true }]);
  expect(pushed.all).not.toContain(password);

  const words = ["registry", "login", at.registry.host, "--username", "anna", "--password-stdin", "--plain-http"];
  await at.user.helm(words, { input: password });
  const own = await at.publish(newer, at.user.environment);
  expect(JSON.parse(own.stdout).targets).toMatchObject([{ changed: false }]);
});

test.each([
  ["a host alone", ["oci://registry.example.com"], /not one of a registry/],
  ["a password", ["oci://anna:secret@registry.example.com/charts"], /not one of a registry/],
  ["a version", ["oci://registry.example.com/charts/hls-cloud:1.0.0"], /not one of a registry/],
  ["HTTP over a network", ["oci://registry.example.com/charts", "--plain-http"], /in the clear/],
  ["a registry that does not answer", ["oci://127.0.0.1:9/charts", "--plain-http"], /connection refused/],
])("%s is refused as a target", async (_, args, words) => {
  const { exitCode, all } = await run("publish", ["--to", ...args]);
  expect(exitCode).toBe(1);
  expect(all).toMatch(words);
  expect(all).not.toMatch(/ at .*\.ts:\d+/);
});
