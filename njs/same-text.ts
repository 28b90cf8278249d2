import crypto from "crypto";

/** Whether two texts are the same, in a time that tells nothing about how far, nor how long, they are. */
export function sameText(one: string, other: string): boolean {
  return sameLetters(digest(one), digest(other));
}

/** Whether two texts of one known length are the same, in a time that tells nothing about how far. */
export function sameLetters(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let n = 0; n < one.length; n++) {
    difference |= one.charCodeAt(n) ^ other.charCodeAt(n);
  }
  return difference === 0;
}

function digest(text: string): string {
  return crypto.createHash("sha256").update(text).digest("hex");
}
