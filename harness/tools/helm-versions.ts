/** The two helms that the chart is proven with, whatever helm a machine has. */
import { AsyncLocalStorage } from "node:async_hooks";
import { InputError } from "../core/index.ts";

/** The major versions: helm 3 is built from tools/helm3/go.mod, helm 4 comes from npm (tools.ts). */
export const helmMajors = ["3", "4"] as const;
export type HelmMajor = (typeof helmMajors)[number];

/** Names the major version for a whole process. Without it, helm is the one on PATH, or the one that is fetched. */
export const helmVariable = "HLS_CLOUD_HELM";

const chosen = new AsyncLocalStorage<HelmMajor | "own">();

/**
 * Does the work with one of the helms.
 * @param major its version, or `own` for the machine's
 * @returns what the work returns
 */
export function withHelm<T>(major: HelmMajor | "own", work: () => Promise<T>): Promise<T> {
  return chosen.run(major, work);
}

/**
 * Which helm is meant at this moment; `own` is the machine's.
 * @throws InputError when the variable has no such version
 */
export function chosenHelm(): HelmMajor | "own" {
  const major = chosen.getStore() ?? (process.env[helmVariable] || "own");
  if (major === "own" || isHelmMajor(major)) return major;
  const hint = `Set it to ${helmMajors.join(" or ")}, or to nothing.`;
  throw new InputError({ what: `There is no helm ${major} to prove the chart with.`, where: helmVariable, hint });
}

function isHelmMajor(text: string): text is HelmMajor {
  return (helmMajors as readonly string[]).includes(text);
}
