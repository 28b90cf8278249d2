/** values.schema.json: the source, and what follows from it. */
import { isGroup, isShared, isWritten, typesOf, type ValueSchema } from "./source.ts";

/**
 * Makes the schema that helm checks values by.
 * @param source what values.schema.yaml holds
 * @returns the text of values.schema.json
 */
export function valuesJsonSchema(source: ValueSchema): string {
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", ...completed(source, source) };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** A group admits what it names and nothing else, and wants all of it but what may be null: helm drops nulls. */
function completed(schema: ValueSchema, source: ValueSchema): object {
  const { defaultInWords: _, properties, ...rest } = schema;
  if (!properties || !isGroup(schema)) return { ...rest, ...(properties && { properties }) };
  const fields = Object.entries(properties);
  const required = fields.filter(([, field]) => isRequired(field, source)).map(([name]) => name);
  const inside = Object.fromEntries(fields.map(([name, field]) => [name, completed(field, source)]));
  const strict = isShared(schema) || required.length === 0 ? {} : { required };
  return { type: "object", additionalProperties: false, ...rest, ...strict, properties: inside };
}

function isRequired(schema: ValueSchema, source: ValueSchema): boolean {
  return isWritten(schema) && !isShared(schema) && !typesOf(schema, source).includes("null");
}
