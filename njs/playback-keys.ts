/** Keys of signed playback, one a line. The first one signs; all of them are valid. */
import { parseSecretLines } from "./secret-lines.ts";

/**
 * Reads a file of keys.
 * @throws Error where there is none, or one is too short; its message has nothing of the file
 */
export function parsePlaybackKeys(text: string): string[] {
  return parseSecretLines(text, "key");
}
