/** What helm-docs is told beside the words: the type of a value that is null, and what to show as its default. */
const forHelmDocs = /^\((\w+)\) |(^| )@default -- .*$/g;

/**
 * Reads the `# -- ` comments of a values.yaml, one above each value that a user sets.
 * @param text the file's contents
 * @returns each comment by the value's path
 */
export function documentedValues(text: string): Map<string, string> {
  return new Map([...comments(text)].map(([path, comment]) => [path, comment.replace(forHelmDocs, "")]));
}

/**
 * Reads the types that comments of a values.yaml begin with: `# -- (int) `.
 * @param text the file's contents
 * @returns each type, in helm-docs' words, by the value's path
 */
export function documentedTypes(text: string): Map<string, string> {
  const types = [...comments(text)].map(([path, comment]) => [path, /^\((\w+)\) /.exec(comment)?.[1]] as const);
  return new Map(types.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function comments(text: string): Map<string, string> {
  const found = new Map<string, string>();
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
      if (comment.startsWith("-- ")) found.set(path.join("."), comment.slice(3));
    }
    block = [];
  }
  return found;
}
