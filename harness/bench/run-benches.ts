import { inWords, type Spinner } from "../core/index.ts";
import type { Bench, BenchContext } from "./bench.ts";
import type { BenchResult } from "./results.ts";
import { runBench } from "./run-bench.ts";

/** What was measured, and what could not be. */
export interface BenchOutcome {
  readonly results: readonly BenchResult[];
  /** In words. */
  readonly problems: readonly string[];
}

/** Measures, and shows it. A benchmark that fails does not keep the others from being measured; Ctrl-C ends all. */
export async function runBenches(
  benches: readonly Bench[],
  context: Pick<BenchContext, "quick" | "signal" | "harnessReports">,
  spinner: Spinner,
): Promise<BenchOutcome> {
  const results: BenchResult[] = [];
  const problems: string[] = [];
  for (const bench of benches) {
    if (context.signal.aborted) break;
    spinner.start(bench.name);
    try {
      const result = await runBench(bench, { ...context, say: spinner.progress });
      results.push(result);
      spinner.succeed(`${bench.name} (${result.seconds} s)`);
    } catch (error) {
      spinner.fail();
      if (!context.signal.aborted) problems.push(inWords(error));
    }
  }
  if (context.signal.aborted) problems.push(inWords(context.signal.reason));
  return { results, problems };
}
