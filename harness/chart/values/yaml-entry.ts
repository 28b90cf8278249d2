import { COLLECTION_STYLE, type Document, dump, visit } from "js-yaml";

/**
 * Writes a key with its value as people write YAML: a list of plain values on one line, all else a line each.
 * @returns the lines, without indentation
 */
export function yamlEntry(key: string, value: unknown): string[] {
  const options = { lineWidth: -1, quoteStyle: "double", noRefs: true, transform: plainListsOnOneLine } as const;
  return dump({ [key]: value }, options)
    .trimEnd()
    .split("\n");
}

function plainListsOnOneLine(documents: Document[]): void {
  visit(documents, (node) => {
    if (node.kind === "sequence" && node.items.every(({ kind }) => kind === "scalar"))
      node.style = COLLECTION_STYLE.FLOW;
  });
}
