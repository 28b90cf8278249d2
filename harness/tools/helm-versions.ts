/** The two helms that the chart is proven with, beside the one that a machine has. */
import { AsyncLocalStorage } from "node:async_hooks";
import { InputError } from "../core/index.ts";
import type { GoTool } from "./go-tools.ts";

/** The major versions; which release of each is in tools/helm3/go.mod and tools/helm4/go.mod. */
export const helmMajors = ["3", "4"] as const;
export type HelmMajor = (typeof helmMajors)[number];

/** Names the major version for a whole process. Without it, helm is the one on PATH, or the one that is fetched. */
export const helmVariable = "HLS_CLOUD_HELM";

const programs = { "3": "helm3", "4": "helm4" } as const satisfies Record<HelmMajor, GoTool>;

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
 * The program that is to be built for `helm`, undefined where the machine's own is meant.
 * @throws InputError when the variable has no such version
 */
export function chosenHelm(): (typeof programs)[HelmMajor] | undefined {
  const major = chosen.getStore() ?? (process.env[helmVariable] || "own");
  if (major === "own") return undefined;
  if (isHelmMajor(major)) return programs[major];
  const hint = `Set it to ${helmMajors.join(" or ")}, or to nothing.`;
  throw new InputError({ what: `There is no helm ${major} to prove the chart with.`, where: helmVariable, hint });
}

function isHelmMajor(text: string): text is HelmMajor {
  return (helmMajors as readonly string[]).includes(text);
}
