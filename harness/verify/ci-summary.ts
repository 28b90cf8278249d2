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
  readonly assertionResults: readonly TestResult[];
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds since 1970. */
  readonly endTime: number;
}

interface TestResult {
  readonly fullName: string;
  readonly status: string;
  /** Of a test that passed, what failed in an earlier try. */
  readonly failureMessages: readonly string[];
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

/** Names of the tests that passed only when they were tried again, as `FILE: TEST`. */
export function retriedTests(report: TestReport): string[] {
  return report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === "passed" && failureMessages.length > 0)
      .map(({ fullName }) => `${name.replace(/^.*\/test\//, "test/")}: ${fullName}`),
  );
}

/** The end of a CI run, in words. */
export interface CiSummary {
  readonly lines: readonly string[];
  readonly isGreen: boolean;
}

/**
 * Sums a CI run up.
 * @param reports vitest's, by the name of their check; undefined where it wrote none
 * @param failedChecks names of all checks that failed
 */
export function summarize(
  reports: ReadonlyMap<string, TestReport | undefined>,
  failedChecks: readonly string[],
): CiSummary {
  // Tests count themselves, one by one. What made vitest fail beside them is counted as one.
  const others = failedChecks.filter((name) => !reports.has(name));
  const counts = [...reports].map(([name, report]) =>
    countTests(report && { ...report, success: !failedChecks.includes(name) }, []),
  );
  const sum = (key: keyof Counts): number => counts.reduce((all, each) => all + each[key], 0);
  const failed = sum("failed") + others.length;
  const known = [...reports].flatMap(([name, report]) => (report ? [{ name, report }] : []));
  const lines = [
    ...known.map(({ name, report }) => `Time of ${name}: ${inSeconds(projectSeconds(report))}`),
    ...known.flatMap(({ report }) => retriedTests(report)).map((test) => `passed at its second try: ${test}`),
    ...[...reports].flatMap(([name, report]) => (report ? [] : [`failed: ${name} left no report`])),
    ...others.map((name) => `failed: ${name}`),
    `${sum("passed")} passed, ${failed} failed, ${sum("skipped")} skipped`,
  ];
  return { lines, isGreen: failed === 0 };
}

function inSeconds(spans: ReadonlyMap<string, number>): string {
  return [...spans].map(([project, seconds]) => `${project} ${seconds} s`).join(", ");
}
