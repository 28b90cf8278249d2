import { rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { execa } from "execa";
import { ensureSystem } from "../../../scripts/bootstrap/system.mjs";
import system from "../../../scripts/system.json" with { type: "json" };
import { InputError, type Progress, projectRoot, runPipe, sha256 } from "../../core/index.ts";
import { docker } from "../../image/index.ts";
import { nodeArchive } from "../node-archive.ts";
import { kubernetesVersion } from "./go-modules.ts";

/**
 * The name that an image has in an archive.
 * @param version of Kubernetes
 * @throws InputError for a file that is not called after the version
 */
export function archivedName(file: string, version: string): string {
  const name = `kind-node-${version}.tar.zst`;
  if (basename(file) === name) return nodeArchive(file).image;
  const what = "An archive of this node image has another name.";
  throw new InputError({
    what,
    where: file,
    hint: `Call it ${name}: where it is loaded, the name tells what it holds.`,
  });
}

/**
 * Writes a built image to an archive, with a checksum file beside it.
 * @throws InputError for a wrong name, ToolError when it cannot be written
 */
export async function writeArchive(image: string, file: string, progress: Progress): Promise<void> {
  const name = archivedName(file, await kubernetesVersion());
  await ensureSystem(projectRoot, system.archive);
  progress(`writing ${file}`);
  const unfinished = `${file}.unfinished`;
  try {
    await withName(image, name, () => save(name, unfinished));
    const list = `${await sha256(unfinished)}  ${basename(file)}\n`;
    await rename(unfinished, file);
    await writeFile(`${file}.sha256`, list);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** `docker save` writes the name of an image too. Another image that has it here gets it back. */
async function withName(image: string, name: string, work: () => Promise<void>): Promise<void> {
  const hint = "`docker image ls` shows what is there.";
  const { failed, stdout: owner } = await execa("docker", ["image", "inspect", "--format", "{{.Id}}", name], {
    reject: false,
  });
  await docker(["tag", image, name], { hint });
  try {
    await work();
  } finally {
    await docker(failed ? ["image", "rm", name] : ["tag", owner.trim(), name], { hint });
  }
}

async function save(image: string, file: string): Promise<void> {
  // A window over all of it: the programs of Kubernetes are in it twice.
  const pack = ["-T0", "-9", "--long=30", "--force", "--quiet", "-o", file];
  await runPipe(["docker", "save", image], ["zstd", ...pack], {
    title: "Writing the archive",
    where: file,
    hint: "Check the disk's space.",
  });
}
