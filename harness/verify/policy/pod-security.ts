/** Pod Security, by Kubernetes' own checks: tools/pod-security runs what an API server runs. */
import type { Manifest } from "../../chart/index.ts";
import { runTool } from "../../core/index.ts";
import { fetchedTool } from "../../tools/index.ts";
import { kubernetesVersions } from "../kubernetes-versions.ts";
import { type Subject, title } from "./objects.ts";

/** A check that an object's pods do not pass. */
interface Finding {
  /** Kubernetes' name for it, such as `runAsNonRoot`. */
  readonly check: string;
  /** What an API server says of it. */
  readonly problem: string;
}

/** What was found in each object; nothing in one that makes no pods. */
export type PodFindings = ReadonlyMap<Manifest, readonly Finding[]>;

/** As a namespace's label has a version. */
const versions = kubernetesVersions.map((version) => `v${version.split(".").slice(0, 2).join(".")}`);

/**
 * Holds objects to the restricted Pod Security Standard of each Kubernetes version. One process does it for all.
 * @param manifests of any kinds, also of many renders
 * @throws ToolError when the program cannot be built or fails
 */
export async function judgePods(manifests: readonly Manifest[]): Promise<PodFindings> {
  const objects = [...new Set(manifests)];
  const stdout = await runTool(await fetchedTool("pod-security"), versions, {
    title: "Judging the pods' security",
    where: "tools/pod-security",
    hint: "Correct the program.",
    input: JSON.stringify(objects),
  });
  const findings = JSON.parse(stdout) as Finding[][];
  return new Map(objects.map((object, index) => [object, findings[index] ?? []]));
}

/**
 * What a render's pods break of the standard, and its values do not give up.
 * @param found what was found in the render's objects, at least
 * @returns a line for each check and object
 */
export function podSecurity({ manifests, relaxes }: Subject, found: PodFindings): string[] {
  return manifests.flatMap((manifest) => {
    const findings = (found.get(manifest) ?? []).filter(({ check }) => !relaxes.includes(check));
    return findings.map(({ check, problem }) => `${title(manifest)}: ${check}: ${problem}`);
  });
}
