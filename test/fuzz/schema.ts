import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chartFolder } from "../../harness/core/index.ts";

/** The keywords that values.schema.json uses. */
export interface Schema {
  readonly $ref?: string;
  readonly deprecated?: boolean;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** A way to a value. */
export type Path = readonly string[];

export const valuesSchema = JSON.parse(readFileSync(join(chartFolder, "values.schema.json"), "utf8")) as Schema;

/** Follows a reference into the definitions. */
export function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace("#/definitions/", "");
  return name === undefined ? schema : resolved(valuesSchema.definitions?.[name] ?? {});
}

/** Types that a schema allows. */
export function typesOf({ type = [] }: Schema): readonly string[] {
  return typeof type === "string" ? [type] : type;
}

export interface Leaf {
  readonly path: Path;
  readonly schema: Schema;
}

/**
 * Every value that is no object with fixed fields, but for those of older versions, which the chart refuses. What is
 * inside lists is left to the list.
 */
export function leavesOf(schema: Schema = valuesSchema, path: Path = []): Leaf[] {
  if (schema.deprecated) return [];
  const { properties } = resolved(schema);
  if (!properties) return [{ path, schema: resolved(schema) }];
  return Object.entries(properties).flatMap(([name, property]) => leavesOf(property, [...path, name]));
}

/** `a.b.c` */
export function dotted(path: Path): string {
  return path.join(".");
}

/** An object with one value at a path. */
export function nested(path: Path, value: unknown): Record<string, unknown> {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>;
}
