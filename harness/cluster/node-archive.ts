/** Archives of a kind node's image: an image in one file, for a machine that no registry reaches. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { ensureSystem } from "../../scripts/bootstrap/system.mjs";
import system from "../../scripts/system.json" with { type: "json" };
import { type Progress, projectRoot, runPipe, sha256, ToolError } from "../core/index.ts";
import { inspectImage } from "../image/index.ts";

/** A node image's archive, and the image in it. */
export interface NodeArchive {
  readonly file: string;
  readonly image: string;
}

/**
 * What an archive holds, by its name: `kind-node-v1.37.2.tar.zst`.
 * @throws ToolError for another name
 */
export function nodeArchive(file: string): NodeArchive {
  const version = /^kind-node-(v\d+\.\d+\.\d+)\.tar\.zst$/.exec(basename(file))?.[1];
  if (version) return { file, image: `kindest/node:${version}` };
  const hint = "Call it kind-node-vX.Y.Z.tar.zst; it holds the image kindest/node:vX.Y.Z.";
  throw new ToolError({
    what: "This is no name of a node image's archive.",
    where: file,
    hint,
    command: "docker load",
  });
}

/** The newest archive in a folder, undefined when there is none. */
export async function newestArchive(folder: string): Promise<NodeArchive | undefined> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  const archives = names.filter((name) => /^kind-node-v\d+\.\d+\.\d+\.tar\.zst$/.test(name));
  const newest = archives.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  return newest === undefined ? undefined : nodeArchive(join(folder, newest));
}

/**
 * Makes an archive's image be on this machine.
 * @returns the image's name
 * @throws ToolError when it is not the archive that its checksum file vouches for, or cannot be loaded
 */
export async function loadArchive({ file, image }: NodeArchive, progress: Progress): Promise<string> {
  if (await inspectImage(image)) return image;
  await ensureSystem(projectRoot, system.archive);
  progress(`checking ${file}`);
  await assertChecksum(file);
  progress(`loading ${file}`);
  await runPipe(["zstd", "-d", "--long=30", "-c", file], ["docker", "load"], {
    title: "Loading the node image's archive",
    where: file,
    hint: "Try the command by hand.",
  });
  if (await inspectImage(image)) return image;
  const hint = "Name the archive after the image in it, kind-node-vX.Y.Z.tar.zst for kindest/node:vX.Y.Z.";
  throw new ToolError({ what: `The archive does not hold ${image}.`, where: file, hint, command: "docker load" });
}

/** An archive is run as root with every privilege, so that it must be the one that somebody vouched for. */
async function assertChecksum(file: string): Promise<void> {
  const list = `${file}.sha256`;
  const command = `sha256sum -c ${list}`;
  const wanted = existsSync(list) ? (await readFile(list, "utf8")).split(/\s/)[0] : undefined;
  const hint = `Make it on a machine that you trust: sha256sum ${basename(file)} > ${basename(list)}`;
  if (!wanted) throw new ToolError({ what: "The archive has no checksum file.", where: list, hint, command });
  const found = await sha256(file);
  if (found === wanted) return;
  const what = `The archive is not the one of its checksum file (sha256 ${found}, not ${wanted}).`;
  throw new ToolError({ what, where: file, hint: "Fetch both again.", command });
}
