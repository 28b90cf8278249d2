/**
 * Programs written in Python, pinned with their hashes in tools/python, in the cache folder. Python itself is the
 * system's.
 */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { say } from "../../scripts/bootstrap/problem.mjs";
import { makeOnce, projectRoot, runTool } from "../core/index.ts";
import { ensurePip } from "./pip.ts";
import { cacheFolder } from "./tools.ts";

const requirements = join(projectRoot, "tools", "python", "requirements.txt");

/** Each program, and the module that runs it. */
const modules = { yamllint: "yamllint", yamale: "yamale.command_line" } as const;

/** The folder of all of them, looked up once in a process. */
let installed: Promise<string> | undefined;

/**
 * Puts the programs into a folder, for a program that finds them on PATH.
 * @param folder where they appear under their names
 * @throws ToolError when they cannot be installed
 */
export async function linkPythonTools(folder: string): Promise<void> {
  installed ??= install();
  const packages = await installed;
  for (const [name, module] of Object.entries(modules)) {
    const environment = `PYTHONPATH='${packages}' PYTHONNOUSERSITE=1 PYTHONIOENCODING=utf-8`;
    const script = `#!/bin/sh\n${environment} exec python3 -m ${module} "$@"\n`;
    await writeFile(join(folder, name), script, { mode: 0o755 });
  }
}

/** Some of what they need is compiled for one version of Python. */
async function install(): Promise<string> {
  await ensurePip();
  const { stdout: version } = await execa("python3", ["--version"]);
  const key = createHash("sha256")
    .update(await readFile(requirements))
    .update(version);
  const folder = join(cacheFolder(), "tools", `python-${key.digest("hex").slice(0, 16)}`);
  await makeOnce(folder, async (done) => {
    say(`installing ${Object.keys(modules).join(" and ")} (the first run only)`);
    const pinned = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", requirements];
    const quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location", "--root-user-action=ignore"];
    const args = ["-m", "pip", "install", ...quiet, ...pinned, "--target", done];
    const hint = "Check that pip works and reaches its registry. Python must be 3.10 or newer.";
    await runTool("python3", args, { title: "pip", where: requirements, hint });
  });
  return folder;
}
