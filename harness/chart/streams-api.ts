/**
 * The types of what the streams API answers: made by openapi-typescript of docs/openapi.yaml, checked in for all who
 * ask it.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import type { OpenAPI3 } from "openapi-typescript";
import { projectRoot } from "../core/index.ts";

const description = join(projectRoot, "docs/openapi.yaml");

/** Where the types are checked in. */
export const streamsApiPath = join(projectRoot, "web/streams-api.ts");

/**
 * Makes the types of the streams API.
 * @returns the text of their module: one type for each schema, under its name
 */
export async function makeStreamsApi(): Promise<string> {
  // It brings a TypeScript compiler, which nobody else of those who import this folder needs.
  const { astToString, default: openapiTS } = await import("openapi-typescript");
  const { openapi, info, components } = load(await readFile(description, "utf8")) as OpenAPI3;
  // The schemas are what programs here ask for; who asks for paths does so by their text.
  const schemas: OpenAPI3 = { openapi, info, paths: {}, components: { schemas: components?.schemas ?? {} } };
  const types = await openapiTS(schemas, { immutable: true, rootTypes: true, rootTypesNoSchemaPrefix: true });
  return `/** Made of docs/openapi.yaml: \`npm run docs\`. */\n\n${astToString(types)}`;
}
