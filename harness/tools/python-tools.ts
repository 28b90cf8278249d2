/** Programs written in Python, pinned with their hashes in tools/python, in the cache folder. Python itself is the system's. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { say } from "../../scripts/bootstrap/problem.mjs";
import { makeOnce, projectRoot, ToolError } from "../core/index.ts";
import { ensurePip } from "./pip.ts";
import { cacheFolder } from "./tools.ts";

const requirements = join(projectRoot, "tools", "python", "requirements.txt");

/** Each program, and the module that runs it. */
const modules = { yamllint: "yamllint", yamale: "yamale.command_line" } as const;

/** The folder of all of them, looked up once in a process. */
let installed: Promise<string> | undefined;

/** What a program said. */
export interface Said {
  /** Whether it ended with 0. */
  readonly passed: boolean;
  /** Both of its streams. */
  readonly output: string;
}

/**
 * Runs a program.
 * @param args its arguments
 * @throws ToolError when it cannot be installed or Python does not start
 */
export async function runPythonTool(name: keyof typeof modules, args: readonly string[]): Promise<Said> {
  installed ??= install();
  const env = { PYTHONPATH: await installed, PYTHONNOUSERSITE: "1", PYTHONIOENCODING: "utf-8" };
  const { exitCode, all, escapedCommand, cause } = await execa("python3", ["-m", modules[name], ...args], {
    env,
    all: true,
    reject: false,
  });
  if (exitCode !== undefined) return { passed: exitCode === 0, output: all };
  const hint = "Check that python3 works.";
  throw new ToolError({ what: `${name} did not run.`, where: "python3", hint, command: escapedCommand, cause });
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
    const { failed, stderr, escapedCommand } = await execa("python3", args, { reject: false });
    if (!failed) return;
    const what = `Python packages could not be installed:\n${stderr.trim()}`;
    const hint = "Check that pip works and reaches its registry. Python must be 3.10 or newer.";
    throw new ToolError({ what, where: requirements, hint, command: escapedCommand, output: stderr });
  });
  return folder;
}
