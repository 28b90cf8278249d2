import fc from "fast-check";
import { type Mutant, mutantsOf } from "./mutants.ts";
import type { MutantOutcome } from "./mutation.ts";

export interface Draw {
  /** How many, at most. */
  readonly count: number;
  /** Which ones: the same seed draws the same. */
  readonly seed: number;
  /** Text in the path of the files that are changed. */
  readonly file: string;
}

/**
 * Draws from all possible mutants of a chart.
 * @param chart its folder
 * @returns those that were drawn, and how many are possible
 */
export async function drawMutants(
  chart: string,
  { count, seed, file }: Draw,
): Promise<{ readonly drawn: readonly Mutant[]; readonly possible: number }> {
  const all = (await mutantsOf(chart)).filter((mutant) => mutant.file.includes(file));
  const length = Math.min(count, all.length);
  const [drawn = []] = fc.sample(fc.subarray(all, { minLength: length, maxLength: length }), { seed, numRuns: 1 });
  return { drawn, possible: all.length };
}

/** What a person reads of a mutant that no test caught. */
export function survivorText({ mutant, why }: MutantOutcome): string {
  const { file, line, kind, before, after } = mutant;
  return `survived: ${file}:${line} ${kind}\n  - ${before.trim()}\n  + ${after?.trim() ?? ""}\n  ${why ?? "not explained"}`;
}
