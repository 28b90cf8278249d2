/**
 * Reads the `# -- ` comments of a values.yaml, one above each value that a user sets.
 * @param text the file's contents
 * @returns each comment by the value's path
 */
export function documentedValues(text: string): Map<string, string> {
  const comments = new Map<string, string>();
  const path: string[] = [];
  let block: string[] = [];
  for (const line of text.split("\n")) {
    const words = /^ *# ?(.*)$/.exec(line);
    if (words) {
      block.push(words[1] ?? "");
      continue;
    }
    const key = /^( *)([A-Za-z]\w*):/.exec(line);
    if (key?.[2] !== undefined && key[1] !== undefined) {
      path.splice(key[1].length / 2, Number.POSITIVE_INFINITY, key[2]);
      const comment = block.join(" ");
      if (comment.startsWith("-- ")) comments.set(path.join("."), comment.slice(3));
    }
    block = [];
  }
  return comments;
}
