/** Keys of signed playback, one a line. The first one signs; all of them are valid. */

const shortest = 32;

/**
 * Reads a file of keys.
 * @throws Error where there is none, or one is too short; its message has nothing of the file
 */
export function parsePlaybackKeys(text: string): string[] {
  const keys = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (keys.length === 0) {
    throw new Error("it has no key");
  }
  if (keys.some((key) => key.length < shortest)) {
    throw new Error(`a key in it has less than ${shortest} characters`);
  }
  return keys;
}
