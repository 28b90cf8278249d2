/** chart/values.schema.yaml: what values there are, told once. Its first lines say how it is written. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import { chartFolder, InputError } from "../../core/index.ts";

/** A JSON schema of a value, and what is written into values.yaml. */
export interface ValueSchema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly additionalProperties?: boolean | ValueSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly definitions?: Readonly<Record<string, ValueSchema>>;
  readonly default?: unknown;
  /** What the chart's README shows in place of a long default. */
  readonly defaultInWords?: string;
}

/** Where the source is. */
export const valuesSourcePath = join(chartFolder, "values.schema.yaml");

/**
 * Reads the source.
 * @throws InputError when it is no YAML
 */
export async function readValuesSource(): Promise<ValueSchema> {
  const text = await readFile(valuesSourcePath, "utf8");
  try {
    return load(text, { filename: basename(valuesSourcePath) }) as ValueSchema;
  } catch (error) {
    const what = `values.schema.yaml is no YAML: ${(error as Error).message}`;
    throw new InputError({ what, where: valuesSourcePath, hint: "Correct the line that it names." });
  }
}

/** Whether a schema stands for a group of values, each with a default of its own, and not for one value. */
export function isGroup(schema: ValueSchema): boolean {
  return schema.properties !== undefined && schema.default === undefined;
}

/** A group that other charts know too: it may hold more, and may be missing. */
export function isShared(schema: ValueSchema): boolean {
  return isGroup(schema) && schema.additionalProperties === true;
}

/** Whether a value is written into values.yaml. Others are for a parent chart, or of an older version. */
export function isWritten(schema: ValueSchema): boolean {
  return isGroup(schema) || schema.default !== undefined;
}

/** Types that a value may have. */
export function typesOf(schema: ValueSchema, source: ValueSchema): readonly string[] {
  const name = schema.$ref?.replace("#/definitions/", "");
  const { type = [] } = name === undefined ? schema : (source.definitions?.[name] ?? {});
  return typeof type === "string" ? [type] : type;
}
