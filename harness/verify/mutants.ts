import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One change of one line of the chart. */
export interface Mutant {
  /** Path inside the chart. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly kind: "line deleted" | "number changed" | "name misspelt" | "condition negated";
  readonly before: string;
  /** Undefined when the line is gone. */
  readonly after: string | undefined;
}

/** What mutants are made of: the templates, and nginx's configurations with the stylesheet of its statistics. */
const sources = [
  { folder: "templates", names: /./ },
  { folder: "files", names: /\.(conf|xsl)$/ },
] as const;

/**
 * Every mutant of a chart, in the order of files and lines. Comments and blank lines have none: nothing depends on
 * them.
 * @param chart the chart's folder
 */
export async function mutantsOf(chart: string): Promise<Mutant[]> {
  const mutants: Mutant[] = [];
  for (const { folder, names } of sources) {
    const entries = await readdir(join(chart, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && names.test(entry.name));
    for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
      mutants.push(...mutantsOfText(path.slice(chart.length + 1), await readFile(path, "utf8")));
  }
  return mutants;
}

/** Every mutant of a file. */
export function mutantsOfText(file: string, text: string): Mutant[] {
  const comments = commentLines(text);
  return text.split("\n").flatMap((before, index) => {
    if (comments.has(index) || before.trim() === "") return [];
    return changes(before).map(({ kind, after }) => ({ file, line: index + 1, kind, before, after }));
  });
}

/** The text with one mutant in it. */
export function mutate(text: string, { line, after }: Mutant): string {
  const lines = text.split("\n");
  lines.splice(line - 1, 1, ...(after === undefined ? [] : [after]));
  return lines.join("\n");
}

type Change = Pick<Mutant, "kind" | "after">;

function changes(line: string): Change[] {
  const changed: Change[] = [{ kind: "line deleted", after: undefined }];
  const number = changedNumber(line);
  if (number !== line) changed.push({ kind: "number changed", after: number });
  // A key or a directive, at the line's beginning, in front of its value.
  const name = line.replace(/^(\s*(?:- )?)([a-z][A-Za-z_-]+)(?=[ :;])/, "$1$2x");
  if (name !== line) changed.push({ kind: "name misspelt", after: name });
  const condition = line.replace(/\{\{-? (?:else )?if (.+?) -?\}\}/, (whole, test: string) =>
    whole.replace(test, () => `not (${test})`),
  );
  if (condition !== line) changed.push({ kind: "condition negated", after: condition });
  return changed;
}

/** A block that moves by one column, all of it, is the same YAML: its indent changes to one that leaves its parent. */
function changedNumber(line: string): string {
  if (/indent \d+/.test(line)) return line.replace(/indent \d+/, "indent 0");
  return line.replace(/(?<![\w.$-])\d+(?![\w.])/, (digits) => String(Number(digits) + 1));
}

/** Lines of template comments, of YAML's and nginx's. */
function commentLines(text: string): Set<number> {
  const lines = new Set<number>();
  let inside = false;
  text.split("\n").forEach((line, index) => {
    if (/\{\{-?\s*\/\*/.test(line)) inside = true;
    if (inside || /^\s*(#|<!--)/.test(line)) lines.add(index);
    if (/\*\/\s*-?\}\}/.test(line)) inside = false;
  });
  return lines;
}
