/** What is made of chart/values.schema.yaml and checked in: `npm run docs`. */
import { join } from "node:path";
import { chartFolder } from "../../core/index.ts";
import { valuesJsonSchema } from "./json-schema.ts";
import { readValuesSource } from "./source.ts";
import { valuesFile } from "./values-file.ts";

/** A file that is made of others. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Makes the chart's values.yaml and values.schema.json.
 * @throws InputError when values.schema.yaml cannot be read
 */
export async function makeValuesFiles(): Promise<GeneratedFile[]> {
  const source = await readValuesSource();
  return [
    { path: join(chartFolder, "values.yaml"), text: valuesFile(source) },
    { path: join(chartFolder, "values.schema.json"), text: valuesJsonSchema(source) },
  ];
}
