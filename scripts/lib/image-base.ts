/** Where the image's base comes from: this machine, a registry, or Debian's package mirror. */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { ensureSystem } from "../bootstrap/system.mjs";
import system from "../system.json" with { type: "json" };
import { docker, inspectImage } from "./docker.ts";
import { ToolError } from "./errors.ts";
import type { Progress } from "./image.ts";
import { projectRoot } from "./project.ts";

/** Time for a registry to say that it has the image; the download may take longer. */
const registrySeconds = 10;

/**
 * What Debian's slim images leave out as well.
 * bash completes nothing here, and nobody reads manuals in a pod.
 */
const makeOptions = [
  "--variant=minbase",
  ...["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"].map(
    (path) => `--dpkgopt=path-exclude=${path}`,
  ),
  "--dpkgopt=path-include=/usr/share/doc/*/copyright",
];

/**
 * Finds an image to build on: the wanted one where it is here or a registry answers, else one made of Debian's packages.
 * @param wanted such as `debian:bookworm-slim`
 * @returns the image's name
 * @throws ToolError or SetupProblem when there is none
 */
export async function findBase(wanted: string, progress: Progress): Promise<string> {
  if (await inspectImage(wanted)) return wanted;
  progress(`pulling ${wanted}`);
  if (await pull(wanted, progress)) return wanted;
  return makeBase(wanted, progress);
}

/** Pulls an image. A registry that does not answer soon, or says no, is not waited for. */
async function pull(image: string, progress: Progress): Promise<boolean> {
  const running = execa("docker", ["pull", image], { reject: false, all: true });
  const tooLong = setTimeout(() => running.kill("SIGINT"), registrySeconds * 1000);
  for await (const line of running.iterable({ from: "all" })) {
    if (line.includes("Pulling from")) clearTimeout(tooLong);
    progress(`pulling ${image}: ${line.trim()}`);
  }
  clearTimeout(tooLong);
  return !(await running).failed;
}

/** Makes an image of Debian's packages alone, once, under a name of its own. */
async function makeBase(wanted: string, progress: Progress): Promise<string> {
  const suite = /^debian:([a-z]+)-slim$/.exec(wanted)?.[1];
  if (!suite) {
    const hint = "Connect to a registry, or `docker load` the image. Only debian:SUITE-slim can be made from packages.";
    const command = `docker pull ${wanted}`;
    throw new ToolError({ what: "No registry gave the base image.", where: wanted, hint, command });
  }
  const args = [...makeOptions, suite];
  const key = createHash("sha256").update(JSON.stringify(args)).digest("hex").slice(0, 12);
  const name = `hls-cloud-base:${suite}-${key}`;
  if (await inspectImage(name)) return name;
  await ensureSystem(projectRoot, system.imageBase);
  progress(`no registry answers; making ${suite} from Debian's packages (a minute)`);
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-base-"));
  try {
    const archive = join(folder, "root.tar");
    await mmdebstrap([...args, archive]);
    await docker(["import", archive, name], { hint: "See Docker's log. The disk may be full: docker system df" });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return name;
}

async function mmdebstrap(args: readonly string[]): Promise<void> {
  const result = await execa("mmdebstrap", args, { reject: false, all: true });
  if (!result.failed) return;
  const output = result.all;
  const what = `mmdebstrap failed:\n${output.trimEnd().split("\n").slice(-5).join("\n") || result.shortMessage}`;
  const hint = "Check the connection to Debian's package mirror, then start the same command again.";
  throw new ToolError({ what, where: result.escapedCommand, hint, command: result.escapedCommand, output });
}
