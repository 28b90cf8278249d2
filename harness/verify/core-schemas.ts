import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { unzip } from "../core/index.ts";
import { fetchWheel, type PinnedPackage } from "../tools/index.ts";
import { type JsonSchema, mapSchema, type SchemaFiles, withoutProse } from "./json-schema.ts";
import { type KubernetesVersion, kubernetesVersions } from "./kubernetes-versions.ts";

/** Kubernetes' own schemas of every minor, one definition for all versions of a field (Apache-2.0). */
const wheel: PinnedPackage = {
  spec: "kubernetes-validate==1.37.0",
  sha256: "85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9",
};

/** What the chart makes, and what people put into extraObjects, by kubeconform's names: kind, group, version. */
const kinds = [
  "configmap-v1",
  "deployment-apps-v1",
  "horizontalpodautoscaler-autoscaling-v2",
  "ingress-networking-v1",
  "job-batch-v1",
  "networkpolicy-networking-v1",
  "persistentvolume-v1",
  "persistentvolumeclaim-v1",
  "pod-v1",
  "poddisruptionbudget-policy-v1",
  "secret-v1",
  "service-v1",
  "serviceaccount-v1",
  "statefulset-apps-v1",
];

/** The file that the files of one Kubernetes version share, and the reference to something in it. */
export const definitionsFile = "_definitions.json";
export const metadataDefinition = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/**
 * The schemas of Kubernetes' own kinds, a folder a version. They are stricter than the published ones: nothing is null,
 * and no object has a status, since a chart renders neither.
 * @param work a folder for what is fetched
 * @throws ToolError when the package cannot be fetched
 */
export async function coreSchemas(work: string): Promise<SchemaFiles> {
  const archive = await fetchWheel(wheel, work);
  const files = [definitionsFile, ...kinds.map((kind) => `${kind}.json`)];
  const wanted = /^kubernetes_validate\/kubernetes-json-schema\/(v[\d.]+)-local-strict\/([a-z0-9_-]+\.json)$/;
  await unzip(archive, work, (path) => {
    const [, version = "", file = ""] = wanted.exec(path) ?? [];
    const isWanted = kubernetesVersions.some((each) => version === `v${each}`) && files.includes(file);
    return isWanted ? join(version, file) : undefined;
  });
  const folders = await Promise.all(kubernetesVersions.map((version) => schemasOf(version, work)));
  return new Map(folders.flatMap((files) => [...files]));
}

async function schemasOf(version: KubernetesVersion, work: string): Promise<SchemaFiles> {
  const folder = `v${version}`;
  const read = async (file: string) => JSON.parse(await readFile(join(work, folder, file), "utf8")) as JsonSchema;
  const files = new Map<string, JsonSchema>();
  for (const kind of kinds) files.set(`${folder}/${kind}.json`, kindSchema(await read(`${kind}.json`)));
  const all = (await read(definitionsFile)).$defs ?? {};
  const reached = [...files.values(), { $ref: reference(metadataDefinition) }];
  files.set(`${folder}/${definitionsFile}`, { $schema: dialect, $defs: reachable(all, reached) });
  return files;
}

const dialect = "https://json-schema.org/draft/2020-12/schema";

function reference(name: string): string {
  return `${definitionsFile}#/$defs/${name}`;
}

function kindSchema(schema: JsonSchema): JsonSchema {
  const { status: _, ...properties } = schema.properties ?? {};
  const { $id: _id, ...rest } = schema;
  return mapSchema({ ...rest, $schema: dialect, properties, required: ["apiVersion", "kind", "metadata"] }, strict);
}

/** A definition refers to others as `#/$defs/NAME`, a kind's file as `/api/_definitions.json#/$defs/NAME`. */
function strict(schema: JsonSchema): JsonSchema {
  const { $ref, type, ...rest } = withoutProse(schema);
  const types = [type ?? []].flat().filter((each) => each !== "null");
  return {
    ...rest,
    ...(types.length > 0 ? { type: types.length === 1 ? (types[0] ?? "") : types } : {}),
    ...($ref ? { $ref: $ref.replace(/^\/api\//, "") } : {}),
  };
}

/** The definitions that some schemas use, directly or not, in the order of their names. */
function reachable(all: Readonly<Record<string, JsonSchema>>, from: readonly JsonSchema[]): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const visit = (schema: JsonSchema) => {
    mapSchema(schema, (inner) => {
      const name = inner.$ref?.split("/").at(-1);
      if (name && !found.has(name)) {
        const definition = mapSchema(all[name] ?? {}, strict);
        found.set(name, definition);
        visit(definition);
      }
      return inner;
    });
  };
  from.forEach(visit);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
