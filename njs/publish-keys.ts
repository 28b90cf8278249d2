/** Keys of publishers, by stream name or pattern. */
import { matchesPattern } from "./name-pattern.ts";

/** A name, or a pattern in which `*` stands for any characters, to the key of its publishers. */
export type PublishKeys = Readonly<Record<string, string>>;

/**
 * Reads a file of keys.
 * @throws Error for anything but an object of texts; its message has nothing of the file
 */
export function parsePublishKeys(text: string): PublishKeys {
  let keys: unknown;
  try {
    keys = JSON.parse(text);
  } catch (_) {
    throw new Error("it is no JSON");
  }
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) {
    throw new Error("it is no JSON object");
  }
  const entries = keys as Record<string, unknown>;
  const patterns = Object.keys(entries);
  for (let n = 0; n < patterns.length; n++) {
    const key = entries[patterns[n] as string];
    if (typeof key !== "string" || key === "") {
      throw new Error("a key in it is no text, or empty");
    }
  }
  return entries as PublishKeys;
}

/**
 * The key that a stream's publisher must have: the exact name's, else the longest pattern's. Undefined where nothing
 * matches.
 */
export function keyOf(name: string, keys: PublishKeys): string | undefined {
  const matching = Object.keys(keys).filter((pattern) => matchesPattern(name, pattern));
  const exact = matching.filter((pattern) => pattern === name);
  // Of two patterns of one length, always the same one.
  const best = exact[0] || matching.sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0];
  return best === undefined ? undefined : keys[best];
}
