import { merge } from "./merge.ts";
import { nested } from "./schema.ts";
import type { Setting } from "./valid-values.ts";

/** FUZZ_SEED=NUMBER draws other cases; a failure prints the seed and the path that shrink it again. */
export const seed = Number(process.env["FUZZ_SEED"] ?? 20_260_101);

/**
 * How a property is run.
 * @param part of a property that runs in parts, each with cases of its own
 */
export function parameters(numRuns: number, part = 0): { seed: number; numRuns: number; endOnFailure: boolean } {
  // Shrinking renders hundreds of times; the case that failed is told as it is.
  return { seed: seed + part, numRuns, endOnFailure: true };
}

/** Values with all the settings. */
export function valuesOf(settings: readonly Setting[]): Record<string, unknown> {
  return settings.reduce<Record<string, unknown>>((values, { path, value }) => merge(values, nested(path, value)), {});
}

/** Values that the chart's own refusal names, in the order of its lines. */
export function refusedPaths(refusal: string): string[] {
  return [...refusal.matchAll(/^- ([^\s:]+): /gm)].map(([, path = ""]) => path);
}

/** Whether two paths are the same, or one is inside the other. */
export function related(one: string, other: string): boolean {
  const inside = (inner: string, outer: string): boolean =>
    inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return one === other || inside(one, other) || inside(other, one);
}
