/** Small files of this process. A missing file is an answer, not an error. */
import fs from "fs";

/** Text of a file, or undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    return fs.readFileSync(path, "utf8");
  } catch (_) {
    return undefined;
  }
}

/** Replaces a file as a whole: a reader sees the old text or the new one. */
export function replaceText(path: string, text: string): void {
  const next = `${path}.new`;
  fs.writeFileSync(next, text);
  fs.renameSync(next, path);
}

/** Removes a file. Says whether it was there. */
export function remove(path: string): boolean {
  try {
    fs.unlinkSync(path);
    return true;
  } catch (_) {
    return false;
  }
}

/** Bytes of a file, 0 where there is none. */
export function sizeOf(path: string): number {
  try {
    return fs.statSync(path).size;
  } catch (_) {
    return 0;
  }
}
