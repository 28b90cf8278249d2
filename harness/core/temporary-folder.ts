import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Does the work in a folder of its own, which is removed afterwards, whatever the work's end.
 * @param purpose a word for the folder's name, which tells whose it is
 * @returns what the work returns
 */
export async function inTemporaryFolder<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `hls-cloud-${purpose}-`));
  try {
    return await work(folder);
  } finally {
    // Again, where a program that is being ended writes a last file meanwhile.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
