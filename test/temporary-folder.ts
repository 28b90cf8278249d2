import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/**
 * A folder that is removed when the test ends.
 * @param files contents by relative path
 * @param mode the files' permissions
 * @returns its absolute path
 */
export async function temporaryFolder(files: Record<string, string> = {}, mode = 0o644): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hls-cloud-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode });
  }
  return folder;
}
