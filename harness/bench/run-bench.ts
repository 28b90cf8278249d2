import { chmod } from "node:fs/promises";
import { inTemporaryFolder, secondsSince } from "../core/index.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { machineNow } from "./machine.ts";
import { metricsOf } from "./metrics.ts";
import type { BenchResult } from "./results.ts";

/**
 * Runs one benchmark in a folder of its own.
 * @throws whatever the benchmark throws
 */
export async function runBench(bench: Bench, context: Omit<BenchContext, "folder" | "doubt">): Promise<BenchResult> {
  return inTemporaryFolder(`bench-${bench.name}`, async (folder) => {
    // As root, nginx's workers run as nobody.
    await chmod(folder, 0o755);
    const machine = await machineNow();
    const day = new Date().toISOString().slice(0, 10);
    const startedAt = performance.now();
    const doubts = new Map<string, string>();
    const samples = await bench.run({ ...context, folder, doubt: (metric, reason) => void doubts.set(metric, reason) });
    context.signal.throwIfAborted();
    const seconds = secondsSince(startedAt);
    const metrics = metricsOf(bench, samples, context.quick).map((metric) => {
      const invalid = doubts.get(metric.name);
      return invalid === undefined ? metric : { ...metric, invalid };
    });
    return { bench: bench.name, day, quick: context.quick, seconds, machine, metrics };
  });
}
