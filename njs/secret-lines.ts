/** Files of secrets, one a line, so that two may be valid while one takes the other's place. */

const shortest = 32;

/**
 * Reads such a file.
 * @param what they are called in the error
 * @throws Error where there is none, or one is too short; its message has nothing of the file
 */
export function parseSecretLines(text: string, what: "key" | "token"): string[] {
  const secrets = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (secrets.length === 0) {
    throw new Error(`it has no ${what}`);
  }
  if (secrets.some((secret) => secret.length < shortest)) {
    throw new Error(`a ${what} in it has less than ${shortest} characters`);
  }
  return secrets;
}
