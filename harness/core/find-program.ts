import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** On Debian these are missing in a user's PATH, and nginx lives there. */
const systemFolders = ["/usr/sbin", "/usr/local/sbin"];

/**
 * Looks a program up as a shell would.
 * @param name the program's name, without a folder
 * @param path folders, as in the variable PATH
 * @returns its absolute path, or undefined
 */
export async function findProgram(name: string, path = process.env["PATH"] ?? ""): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), ...systemFolders]) {
    const file = join(folder, name);
    if (folder !== "" && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
