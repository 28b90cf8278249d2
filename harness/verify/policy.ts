import { identity } from "./policy/identity.ts";
import type { Subject } from "./policy/objects.ts";
import { podSecurity } from "./policy/pod-security.ts";
import { pods } from "./policy/pods.ts";
import { traffic } from "./policy/traffic.ts";

/**
 * What a render must keep to beyond Kubernetes' schemas: the restricted Pod Security Standard, names that fit and are
 * apart, and references that lead somewhere.
 * @param subject the render and its values
 * @returns a line for each problem, beginning with the object; empty when all is well
 */
export function violations(subject: Subject): string[] {
  return [podSecurity, identity, pods, traffic].flatMap((rule) => rule(subject));
}
