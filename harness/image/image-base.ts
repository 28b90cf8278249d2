/** Where the image's base comes from: this machine, a registry, or Debian's package mirror. */
import { createHash } from "node:crypto";
import { execa } from "execa";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import system from "../../scripts/system.json" with { type: "json" };
import { type Progress, projectRoot, ToolError } from "../core/index.ts";
import { docker, inspectImage } from "./docker.ts";

/** Seconds for a registry to say that it has the image; the download may take longer. */
const registryPatience = 10;

/** As in Debian's slim images, nothing that only people read. */
const makeOptions = [
  "--variant=minbase",
  ...["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"].map(
    (path) => `--dpkgopt=path-exclude=${path}`,
  ),
  "--dpkgopt=path-include=/usr/share/doc/*/copyright",
];

/**
 * Finds an image to build on: the wanted one where it is here or a registry answers, else one made of Debian's
 * packages.
 * @param wanted such as `debian:bookworm-slim`
 * @param patience seconds for a registry to answer
 * @returns the image's name
 * @throws ToolError or SetupProblem when there is none
 */
export async function findBase(wanted: string, progress: Progress, patience = registryPatience): Promise<string> {
  if (await inspectImage(wanted)) return wanted;
  progress(`pulling ${wanted}`);
  if (await pull(wanted, progress, patience)) return wanted;
  return makeBase(wanted, progress);
}

/** Pulls an image. A registry that does not answer soon, or says no, is not waited for. */
export async function pull(image: string, progress: Progress, patience: number): Promise<boolean> {
  const running = execa("docker", ["pull", image], { reject: false, all: true });
  const tooLong = setTimeout(() => running.kill("SIGINT"), patience * 1000);
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
  await importRoot([...args, "-"], name);
  return name;
}

/** Hands mmdebstrap's archive to Docker. The image gets its name last: half an archive would make one as well. */
async function importRoot(args: readonly string[], name: string): Promise<void> {
  const source = execa("mmdebstrap", args, { reject: false, buffer: { stdout: false } });
  const imported = await source.pipe("docker", ["import", "-"], { reject: false });
  const made = await source;
  const id = imported.stdout.trim();
  if (made.failed && id) await docker(["image", "rm", id], { hint: "docker image prune" });
  for (const { failed, stderr, shortMessage, escapedCommand: command } of [made, imported]) {
    if (!failed) continue;
    const what = `The base image cannot be made:\n${stderr.trimEnd().split("\n").slice(-5).join("\n") || shortMessage}`;
    const hint =
      "Check the connection to Debian's package mirror and the disk's space, then start the same command again.";
    throw new ToolError({ what, where: command, hint, command, output: stderr });
  }
  await docker(["tag", id, name], { hint: "docker image ls" });
}
