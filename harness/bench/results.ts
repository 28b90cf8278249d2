import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { projectRoot } from "../core/index.ts";
import type { Metric } from "./bench.ts";
import type { Machine } from "./machine.ts";

/** What one benchmark measured, when and where. */
export interface BenchResult {
  readonly bench: string;
  /** Day, as in 2026-01-31. */
  readonly day: string;
  readonly quick: boolean;
  readonly seconds: number;
  readonly machine: Machine;
  readonly metrics: readonly Metric[];
}

/** Where results and the page go. Those of the quick run are not checked in. */
export function benchPlaces(quick: boolean): { readonly results: string; readonly docs: string } {
  const [results, docs] = quick ? ["reports/bench/results.json", "reports/bench"] : ["bench/results.json", "docs"];
  return { results: join(projectRoot, results), docs: join(projectRoot, docs) };
}

/** Reads results; none where there is no such file. */
export async function readResults(file: string): Promise<BenchResult[]> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "[]";
    throw error;
  });
  return JSON.parse(text) as BenchResult[];
}

/**
 * Writes results. Those of other benchmarks stay, so that one can be renewed alone.
 * @returns all that the file has now
 */
export async function saveResults(file: string, renewed: readonly BenchResult[]): Promise<BenchResult[]> {
  const others = (await readResults(file)).filter((old) => !renewed.some(({ bench }) => bench === old.bench));
  const all = [...others, ...renewed].sort((a, b) => (a.bench < b.bench ? -1 : 1));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}
