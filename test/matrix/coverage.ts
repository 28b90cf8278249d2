import type { Values } from "../../harness/chart/index.ts";

/** A JSON schema of values, as far as it names them. */
export interface ValuesSchema {
  readonly $ref?: string;
  readonly deprecated?: boolean;
  readonly properties?: Readonly<Record<string, ValuesSchema>>;
  readonly items?: ValuesSchema;
  readonly definitions?: Readonly<Record<string, ValuesSchema>>;
}

/**
 * The paths of everything that a user sets: what has no named values inside it.
 * @param schema the whole schema
 * @returns paths such as `hls.fragment` and `ladder[].name`
 */
export function leavesOf(schema: ValuesSchema): string[] {
  const visit = (node: ValuesSchema, path: string): string[] => {
    const { properties, items } = schema.definitions?.[node.$ref?.replace("#/definitions/", "") ?? ""] ?? node;
    // The chart refuses what an older version had.
    if (node.deprecated) return [];
    if (properties) {
      return Object.entries(properties).flatMap(([key, inner]) => visit(inner, path ? `${path}.${key}` : key));
    }
    const inside = items ? visit(items, `${path}[]`) : [];
    return inside.length > 1 ? inside : [path];
  };
  return visit(schema, "");
}

/**
 * The paths of everything that values set to something else than the default.
 * @param values what is set
 * @param defaults the chart's values.yaml
 */
export function changedBy(values: unknown, defaults: unknown, path = ""): string[] {
  if (Array.isArray(values)) {
    const inside = values.flatMap((each) => changedBy(each, undefined, `${path}[]`));
    return JSON.stringify(values) === JSON.stringify(defaults) ? inside : [path, ...inside];
  }
  if (typeof values === "object" && values !== null) {
    const entries = Object.entries(values).flatMap(([key, inner]) =>
      changedBy(inner, (defaults as Values | undefined)?.[key], path ? `${path}.${key}` : key),
    );
    return JSON.stringify(values) === JSON.stringify(defaults) ? entries : [path, ...entries];
  }
  return values === defaults ? [] : [path];
}
