import { containersOf, podsOf, type Subject } from "./objects.ts";

/**
 * A rule of this project's own, which the Pod Security Standard does not have: containers cannot write to their root
 * file system.
 * @returns a line for each container that can, unless the values give the rule up
 */
export function readOnlyRoot({ manifests, relaxes }: Subject): string[] {
  if (relaxes.includes("readOnlyRootFilesystem")) return [];
  const problems = podsOf(manifests).flatMap(({ owner, spec }) =>
    containersOf(spec)
      .filter(({ securityContext }) => securityContext?.["readOnlyRootFilesystem"] !== true)
      .map(({ name }) => `${owner}: readOnlyRootFilesystem: ${name} may write to its root`),
  );
  return [...new Set(problems)];
}
