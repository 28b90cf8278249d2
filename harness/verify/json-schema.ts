/** A JSON schema, as far as this project reads and writes one. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** Schemas by their paths in the folder of schemas. */
export type SchemaFiles = ReadonlyMap<string, JsonSchema>;

const inMaps = ["properties", "patternProperties", "$defs"];
const inLists = ["oneOf", "anyOf", "allOf"];
const single = ["items", "additionalProperties", "not"];

/**
 * Changes a schema and every schema inside it, the inner ones first.
 * @param schema it is not changed
 * @param change gives what stands for a schema
 */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const deeper = (inner: unknown): unknown =>
    typeof inner === "object" && inner !== null ? mapSchema(inner as JsonSchema, change) : inner;
  const entries = Object.entries(schema).map(([keyword, value]) => {
    // A property may be called `items` or `description`: below these keywords the keys are names.
    if (inMaps.includes(keyword)) {
      return [
        keyword,
        Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, deeper(inner)])),
      ];
    }
    if (inLists.includes(keyword)) return [keyword, (value as unknown[]).map(deeper)];
    return [keyword, single.includes(keyword) ? deeper(value) : value];
  });
  return change(Object.fromEntries(entries) as JsonSchema);
}

/**
 * The same schema without what a validator does not read: descriptions, and Kubernetes' own keywords.
 */
export function withoutProse(schema: JsonSchema): JsonSchema {
  const isProse = (keyword: string) =>
    keyword.startsWith("x-kubernetes-") || ["description", "title", "default", "nullable", "format"].includes(keyword);
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !isProse(keyword))) as JsonSchema;
}
