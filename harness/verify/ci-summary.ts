import { readFile } from "node:fs/promises";

/** What is read of the report that vitest's json reporter writes. */
export interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  /** The test file's path. */
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly unknown[];
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds since 1970. */
  readonly endTime: number;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the report that vitest's json reporter wrote. */
export async function readTestReport(file: string): Promise<TestReport> {
  return JSON.parse(await readFile(file, "utf8")) as TestReport;
}

/**
 * Counts a run. Whatever made it fail shows up in `failed`, so that a red run never reads as `0 failed`.
 * @param report vitest's, undefined when it wrote none
 * @param failedChecks names of the other checks that failed
 */
export function countTests(report: TestReport | undefined, failedChecks: readonly string[]): Counts {
  if (!report) return { passed: 0, failed: 1 + failedChecks.length, skipped: 0 };
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const named = report.numFailedTests + unloadable;
  // An error outside of any test, such as an unhandled rejection, fails the run and has no test to count.
  const inTests = report.success ? named : Math.max(named, 1);
  return {
    passed: report.numPassedTests,
    failed: inTests + failedChecks.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * Seconds from the first start to the last end of each project's files, in the order in which they began.
 * @param report vitest's
 */
export function projectSeconds(report: TestReport): Map<string, number> {
  const byProject = Map.groupBy(
    report.testResults.toSorted((a, b) => a.startTime - b.startTime),
    ({ name }) => /\/test\/([^/]+)\//.exec(name)?.[1] ?? "other",
  );
  const spans = [...byProject].map(([project, files]) => {
    const from = Math.min(...files.map(({ startTime }) => startTime));
    const to = Math.max(...files.map(({ endTime }) => endTime));
    return [project, Math.round((to - from) / 1000)] as const;
  });
  return new Map(spans);
}
