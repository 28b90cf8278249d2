import { join } from "node:path";
import { execa } from "execa";
import { ToolError } from "../core/index.ts";
import { fetchedTool } from "../tools/index.ts";
import type { KubernetesVersion } from "./kubernetes-versions.ts";
import { schemasFolder } from "./schemas.ts";

export type Verdict = "valid" | "invalid" | "error" | "skipped";

/** What kubeconform says of one document. */
export interface Checked {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly verdict: Verdict;
  /** What is wrong, with the field's path where it is known; empty for a valid document. */
  readonly problems: readonly string[];
}

/** Kinds that are not checked. Any kind beside these without a schema is an error, so that nothing is passed over. */
const skippedKinds: readonly string[] = [];

/** Documents that one process gets. */
const batchSize = 500;

interface Result {
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  /** Empty for a document without an object. */
  readonly status: "" | `status${"Valid" | "Invalid" | "Error" | "Skipped"}`;
  readonly msg: string;
}

/**
 * Checks manifests against the schemas of a Kubernetes version: no unknown field, no wrong type, no repeated key, no
 * kind or API version that it does not serve.
 * @param documents YAML, one object each, as it was rendered: parsing would hide a repeated key
 * @param version which schemas
 * @returns a verdict for each document, in their order
 * @throws ToolError when kubeconform is not to be had or does not answer for every document
 */
export async function checkManifests(documents: readonly string[], version: KubernetesVersion): Promise<Checked[]> {
  const checked: Checked[] = [];
  for (let start = 0; start < documents.length; start += batchSize) {
    checked.push(...(await checkBatch(documents.slice(start, start + batchSize), version)));
  }
  return checked;
}

async function checkBatch(documents: readonly string[], version: KubernetesVersion): Promise<Checked[]> {
  const file = "{{.ResourceKind}}{{.KindSuffix}}.json";
  const folders = ["{{.NormalizedKubernetesVersion}}", "crd"];
  const locations = folders.flatMap((folder) => ["-schema-location", join(schemasFolder, folder, file)]);
  // One worker keeps the documents' order, which is the only thing that ties an answer to its document.
  const args = ["-strict", "-output", "json", "-verbose", "-n", "1", "-kubernetes-version", version, ...locations];
  if (skippedKinds.length > 0) args.push("-skip", skippedKinds.join(","));
  const input = documents.map((document) => `---\n${document}\n`).join("");
  const { stdout, stderr, escapedCommand } = await execa(await fetchedTool("kubeconform"), args, {
    input,
    reject: false,
  });
  const results = readResults(stdout);
  if (results.length === documents.length) return results.map(asChecked);
  const what = `kubeconform answered for ${results.length} of ${documents.length} documents.`;
  const hint = "Try the command by hand. A document may be empty or hold several objects.";
  const output = `${stdout}\n${stderr}`;
  throw new ToolError({ what, where: `Kubernetes ${version}`, hint, command: escapedCommand, output });
}

function readResults(stdout: string): Result[] {
  try {
    const { resources } = JSON.parse(stdout) as { resources: Result[] | null };
    return (resources ?? []).filter(({ status }) => status !== "");
  } catch {
    return [];
  }
}

function asChecked({ kind, name, version, status, msg }: Result): Checked {
  const verdict = status.replace("status", "").toLowerCase() as Verdict;
  return { kind, name, apiVersion: version, verdict, problems: problemsIn(msg) };
}

/** kubeconform prints ` - at '/spec': validation failed` for every level above the one where something is wrong. */
function problemsIn(message: string): string[] {
  const levels = [...message.matchAll(/- at '([^']*)': (.*?)(?=\s+- at '|$)/gs)];
  const problems = levels.map(([, path = "", what = ""]) => `${path || "/"}: ${what}`);
  if (problems.length === 0) return message === "" ? [] : [message];
  return problems.filter((problem) => !problem.endsWith(": validation failed"));
}
