import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";
import { projectRoot } from "../../../harness/core/project.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

const runtime = join(projectRoot, "scripts/docker/runc-without-sys-resource.sh");

const capabilities = {
  bounding: ["CAP_CHOWN", "CAP_SYS_RESOURCE", "CAP_KILL"],
  effective: ["CAP_SYS_RESOURCE"],
  permitted: ["CAP_SYS_RESOURCE", "CAP_CHOWN"],
  ambient: ["CAP_CHOWN", "CAP_SYS_RESOURCE"],
};
// What a person's own arguments and variables say must not be touched.
const own = {
  args: ["echo", "CAP_SYS_RESOURCE", '"rlimits":[1]', '"bounding":["CAP_SYS_RESOURCE"]'],
  env: ["A=CAP_SYS_RESOURCE", 'B={"oomScoreAdj":-5}'],
};
const asked = {
  ...own,
  capabilities,
  oomScoreAdj: -999,
  rlimits: [{ type: "RLIMIT_NOFILE", hard: 9, soft: 9 }],
  cwd: "/",
};
const allowed = {
  ...own,
  capabilities: {
    bounding: ["CAP_CHOWN", "CAP_KILL"],
    effective: [],
    permitted: ["CAP_CHOWN"],
    ambient: ["CAP_CHOWN"],
  },
  oomScoreAdj: 0,
  rlimits: [],
  cwd: "/",
};

/** Runs the runtime with a runc that only prints its arguments. */
async function run(folder: string, args: readonly string[]): Promise<string> {
  await writeFile(join(folder, "runc"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
  await chmod(join(folder, "runc"), 0o755);
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  const { stdout } = await execa(runtime, args, { env, cwd: folder });
  return stdout;
}

it.each([
  ["compact", 0],
  ["indented", 2],
])("takes what needs CAP_SYS_RESOURCE out of a container's %s config.json, and nothing else", async (_, indent) => {
  const text = (spec: unknown): string => JSON.stringify({ ociVersion: "1.0", process: spec }, null, indent);
  const folder = await temporaryFolder({ "bundle/config.json": text(asked) });
  const args = ["--root", "/run/runc", "create", "--bundle", join(folder, "bundle"), "--pid-file", "pid", "abc"];
  expect(await run(folder, args)).toBe(args.join("\n"));
  expect(JSON.parse(await readFile(join(folder, "bundle/config.json"), "utf8")).process).toEqual(allowed);
});

it("does the same to the process file of an exec", async () => {
  const folder = await temporaryFolder({ process: JSON.stringify(asked) });
  await run(folder, ["exec", `--process=${join(folder, "process")}`, "--detach", "abc"]);
  expect(JSON.parse(await readFile(join(folder, "process"), "utf8"))).toEqual(allowed);
});

it("reads config.json of the current folder when no bundle is named, and leaves other commands alone", async () => {
  const folder = await temporaryFolder({ "config.json": JSON.stringify(asked) });
  await run(folder, ["kill", "abc", "9"]);
  expect(JSON.parse(await readFile(join(folder, "config.json"), "utf8"))).toEqual(asked);
  await run(folder, ["run", "abc"]);
  expect(JSON.parse(await readFile(join(folder, "config.json"), "utf8"))).toEqual(allowed);
});
