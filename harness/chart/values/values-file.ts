/** values.yaml: each value's default below its description, as helm-docs and people read it. */
import { isGroup, isWritten, typesOf, type ValueSchema } from "./source.ts";
import { wrapped } from "./wrapped.ts";
import { yamlEntry } from "./yaml-entry.ts";

const header = [
  "# Values of hls-cloud. Every value has a default that works. helm refuses a wrong value, names it and says what to do.",
  "# `npm run docs` writes this file from values.schema.yaml.",
];

/** helm-docs' words for the type of a value that is null, which it cannot see. */
const typeNames: Readonly<Record<string, string>> = { integer: "int", number: "float", string: "string" };

/**
 * Makes the chart's default values.
 * @param source what values.schema.yaml holds
 * @returns the text of values.yaml
 */
export function valuesFile(source: ValueSchema): string {
  return `${[...header, "", ...fieldsOf(source, source, 0)].join("\n")}\n`;
}

function fieldsOf(group: ValueSchema, source: ValueSchema, depth: number): string[] {
  const blocks = Object.entries(group.properties ?? {})
    .filter(([, schema]) => isWritten(schema))
    .map(([name, schema]) => ({
      lines: isGroup(schema) ? groupLines(name, schema, source, depth) : valueLines(name, schema, source, depth),
      stands: standsAlone(schema, depth),
    }));
  return blocks.flatMap(({ lines, stands }, index) => {
    const apart = index > 0 && (stands || blocks[index - 1]?.stands);
    return apart ? ["", ...lines] : lines;
  });
}

/** Whether blank lines set a field off: groups do in the two outer levels, and at the top what has many lines. */
function standsAlone(schema: ValueSchema, depth: number): boolean {
  if (depth > 1) return false;
  return isGroup(schema) || (depth === 0 && schema.defaultInWords !== undefined);
}

function groupLines(name: string, schema: ValueSchema, source: ValueSchema, depth: number): string[] {
  const comment = commentLines(schema.description ?? "", depth);
  return [...comment, `${indentation(depth)}${name}:`, ...fieldsOf(schema, source, depth + 1)];
}

function valueLines(name: string, schema: ValueSchema, source: ValueSchema, depth: number): string[] {
  const type = typesOf(schema, source).find((each) => each !== "null") ?? "";
  const typed = schema.default === null ? `(${typeNames[type] ?? type}) ` : "";
  const words =
    schema.defaultInWords === undefined ? [] : [`${indentation(depth)}# @default -- ${schema.defaultInWords}`];
  return [
    ...commentLines(`-- ${typed}${schema.description}`, depth),
    ...words,
    ...yamlEntry(name, schema.default).map((line) => indentation(depth) + line),
  ];
}

function commentLines(text: string, depth: number): string[] {
  const start = `${indentation(depth)}# `;
  return wrapped(text, 120 - start.length).map((line) => start + line);
}

function indentation(depth: number): string {
  return "  ".repeat(depth);
}
