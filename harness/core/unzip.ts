import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Entry, openPromise } from "yauzl";

/**
 * Unpacks files of a zip, with their permissions. yauzl refuses names that lead out of the folder.
 * @param zip the archive
 * @param folder where they go
 * @param place where an entry goes inside the folder, by its path in the archive; undefined leaves it out
 * @throws Error when the archive cannot be read
 */
export async function unzip(zip: string, folder: string, place: (path: string) => string | undefined): Promise<void> {
  const file = await openPromise(zip, { autoClose: false });
  try {
    for await (const entry of file.eachEntry() as AsyncIterable<Entry>) {
      const path = entry.fileName.endsWith("/") ? undefined : place(entry.fileName);
      if (path === undefined) continue;
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      // The upper half holds the mode as Unix has it; 0 where the archive was made elsewhere.
      const mode = (entry.externalFileAttributes >>> 16) & 0o777 || 0o644;
      await pipeline(await file.openReadStreamPromise(entry), createWriteStream(target, { mode }));
    }
  } finally {
    file.close();
  }
}
