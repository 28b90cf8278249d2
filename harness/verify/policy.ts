import { identity } from "./policy/identity.ts";
import type { Subject } from "./policy/objects.ts";
import { judgePods, podSecurity } from "./policy/pod-security.ts";
import { pods } from "./policy/pods.ts";
import { readOnlyRoot } from "./policy/read-only-root.ts";
import { traffic } from "./policy/traffic.ts";

/**
 * What renders must keep to beyond Kubernetes' schemas: the restricted Pod Security Standard, root file systems that
 * nobody writes, names that fit and are apart, and references that lead somewhere.
 * @param subjects renders and their values; many at once, since a program judges the pods of all of them
 * @returns for each a line for each problem, beginning with the object; empty when all is well
 * @throws ToolError when that program cannot be built or fails
 */
export async function violations(subjects: readonly Subject[]): Promise<string[][]> {
  const found = await judgePods(subjects.flatMap(({ manifests }) => manifests));
  return subjects.map((subject) => [
    ...podSecurity(subject, found),
    ...[readOnlyRoot, identity, pods, traffic].flatMap((rule) => rule(subject)),
  ]);
}
