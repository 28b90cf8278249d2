import { boolYaml11Tag, CORE_SCHEMA, intYaml11Tag, loadAll, mergeTag } from "js-yaml";

/** A Kubernetes object, as far as every kind has the same fields. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Kubernetes reads YAML as Go does: `0444` is octal, `yes` is a boolean. Tests must read what a cluster would. */
const kubernetesSchema = CORE_SCHEMA.withTags(mergeTag, boolYaml11Tag, intYaml11Tag);

/**
 * Reads a stream of Kubernetes objects. Empty documents are left out.
 * @param text YAML, documents apart by `---`
 * @throws TypeError when a document is no Kubernetes object
 */
export function parseManifests(text: string): Manifest[] {
  const documents = loadAll(text, { schema: kubernetesSchema });
  return documents.filter((document) => document !== null && document !== undefined).map(asManifest);
}

/**
 * Splits a stream of YAML as Kubernetes' tools do, without reading it: what is checked must be what was rendered.
 * @param text YAML, documents apart by `---`
 * @returns the documents that are more than blank lines and comments
 */
export function splitDocuments(text: string): string[] {
  const documents = text.split(/^---(?:[ \t].*)?$/m).map((document) => document.trim());
  return documents.filter((document) => document.split("\n").some((line) => /^\s*[^\s#]/.test(line)));
}

function asManifest(document: unknown): Manifest {
  const object = document as Partial<Manifest>;
  if (typeof object !== "object" || !object.apiVersion || !object.kind || typeof object.metadata?.name !== "string") {
    throw new TypeError(`not a Kubernetes object: ${JSON.stringify(document)?.slice(0, 200)}`);
  }
  return object as Manifest;
}
