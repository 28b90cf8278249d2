import { mkdtempSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Those that are there. None outlives this process, also where Ctrl-C ends it. */
const folders = new Set<string>();
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/**
 * Does the work in a folder of its own, which is removed afterwards, whatever the work's end.
 * @param purpose a word for the folder's name, which tells whose it is
 * @returns what the work returns
 */
export async function inTemporaryFolder<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> {
  await using folder = await temporaryFolder(join(tmpdir(), `hls-cloud-${purpose}-`));
  return await work(folder.path);
}

/** A folder that is removed with the scope that has it, or with this process. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

/** @param prefix what its path begins with, as in mkdtemp */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  // At once: one that is made while the process ends would be nobody's.
  const path = mkdtempSync(prefix);
  folders.add(path);
  const remove = async (): Promise<void> => {
    // Again, where a program that is being ended writes a last file meanwhile.
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
    folders.delete(path);
  };
  return { path, [Symbol.asyncDispose]: remove };
}
