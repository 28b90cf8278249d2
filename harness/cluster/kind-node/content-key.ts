import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

/**
 * A short hash of files and of what else a result depends on.
 * @param root the folder that the names of the files are relative to
 * @param paths files, and folders with all that is in them
 * @param rest whatever else
 */
export async function contentKey(root: string, paths: readonly string[], ...rest: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(rest));
  for (const path of paths) {
    for (const file of await filesOf(join(root, path))) {
      const mode = (await stat(file)).mode & 0o111 ? "x" : "-";
      hash.update(`\0${relative(root, file)}\0${mode}\0`).update(await readFile(file));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

async function filesOf(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
