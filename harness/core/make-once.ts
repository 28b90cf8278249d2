import { access, mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./temporary-folder.ts";

/**
 * Makes a folder unless it exists. Safe when several processes do it at once: each works in a folder of its own, and
 * the first one to rename it wins.
 * @param folder where the result shall be; it appears complete or not at all
 * @param make fills the folder `done`; `work` is for what is not kept
 * @throws whatever `make` throws
 */
export async function makeOnce(folder: string, make: (done: string, work: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  await using work = await temporaryFolder(`${folder}.tmp-`);
  const done = join(work.path, "done");
  await mkdir(done);
  await make(done, work.path);
  await rename(done, folder).catch(async (error: unknown) => {
    if (!(await exists(folder))) throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
