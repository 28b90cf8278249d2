/** Programs that Go builds: the first run of `npm test` builds them while the tests run that need none. */
import type { TestProject } from "vitest/node";
import { type BuiltProgram, fetchedTool } from "../harness/tools/index.ts";

/** What the tests of a project run, in the order in which it is built. */
const needed: Readonly<Record<string, readonly BuiltProgram[]>> = {
  tools: ["actionlint", "helm-docs", "viewers", "ct"],
  consumer: ["oci-registry"],
  play: ["prom2json", "viewers"],
  matrix: ["kubeconform", "pod-security"],
};

declare module "vitest" {
  interface ProvidedContext {
    /** What wait-for-programs.ts waits for. */
    builtPrograms: readonly BuiltProgram[];
  }
}

/** Begins to build what a project needs, and does not wait for it. */
export default function setup(project: TestProject): () => Promise<void> {
  const programs = needed[project.name] ?? [];
  project.provide("builtPrograms", programs);
  const building = buildAll(programs);
  return () => building;
}

async function buildAll(programs: readonly BuiltProgram[]): Promise<void> {
  // The tests that run it tell what is wrong.
  for (const program of programs) await fetchedTool(program).catch(() => {});
}
