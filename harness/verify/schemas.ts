import { join } from "node:path";
import { inTemporaryFolder, projectRoot } from "../core/index.ts";
import { coreSchemas } from "./core-schemas.ts";
import { crdSchemas } from "./crd-schemas.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Where the schemas are checked in: `vX.Y.Z/KIND-GROUP-VERSION.json`, and `crd/` for kinds of any version. */
export const schemasFolder = join(projectRoot, "test", "schemas");

/**
 * Makes every schema anew from the published packages.
 * @returns the files' contents by their paths in the folder of schemas
 * @throws ToolError when a package cannot be fetched
 */
export async function makeSchemas(): Promise<Map<string, string>> {
  return inTemporaryFolder("schemas", async (work) => {
    const files = [...(await coreSchemas(work)), ...(await crdSchemas(work))];
    return new Map(files.map(([path, schema]) => [path, `${lines(schema)}\n`]));
  });
}

/** A line a definition or property: a new version of Kubernetes is a diff that can be read. */
function lines(schema: JsonSchema): string {
  const part = (key: string, value: unknown): string => {
    if (key !== "$defs" && key !== "properties") return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const inner = Object.entries(value as object).map(
      ([name, each]) => `  ${JSON.stringify(name)}: ${JSON.stringify(each)}`,
    );
    return `${JSON.stringify(key)}: {\n${inner.join(",\n")}\n}`;
  };
  return `{\n${Object.entries(schema)
    .map(([key, value]) => part(key, value))
    .join(",\n")}\n}`;
}
