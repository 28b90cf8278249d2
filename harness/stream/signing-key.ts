import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parsePlaybackKeys } from "../../njs/playback-keys.ts";
import { InputError } from "../core/index.ts";

/** The environment variable that may hold the key. */
export const playbackKeyVariable = "PLAYBACK_KEY";

/**
 * The key that signs links: the first of a file's, of standard input's or of the environment variable's.
 * @param file its path, or `-` for standard input; without it the variable counts
 * @throws InputError where there is none, or it is no key
 */
export async function readSigningKey(file: string | undefined): Promise<string> {
  try {
    return parsePlaybackKeys(await readKeys(file))[0] ?? "";
  } catch (cause) {
    const what = `There is no key: ${(cause as Error).message}.`;
    const hint = `Give --key-file FILE, --key-file - or ${playbackKeyVariable}, with a key of 32 characters or more.`;
    throw new InputError({ what, where: placeOf(file), hint, cause });
  }
}

async function readKeys(file: string | undefined): Promise<string> {
  if (file === undefined) return process.env[playbackKeyVariable] ?? "";
  return file === "-" ? text(process.stdin) : readFile(file, "utf8");
}

function placeOf(file: string | undefined): string {
  if (file === undefined) return `the environment variable ${playbackKeyVariable}`;
  return file === "-" ? "standard input" : file;
}
