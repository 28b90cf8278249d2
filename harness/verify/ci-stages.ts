/** What a CI run checks, and in which order. */
import { join } from "node:path";
import type { CiCheck, Stage } from "./ci-checks.ts";
import { readTestReport, type TestReport } from "./ci-summary.ts";

/** Checks that are tests, and count themselves in a report. */
const countedChecks = ["tests", "helm3"] as const;

function reportOf(check: (typeof countedChecks)[number], folder: string): string {
  return join(folder, `${check}.json`);
}

/** The reports in a folder, by their check; undefined where there is none, as vitest leaves it that crashed. */
export async function readReports(folder: string): Promise<Map<string, TestReport | undefined>> {
  const read = async (check: (typeof countedChecks)[number]) =>
    [check, await readTestReport(reportOf(check, folder)).catch(() => undefined)] as const;
  return new Map(await Promise.all(countedChecks.map(read)));
}

/** @param folder where the tests' reports go */
export function ciStages(folder: string): Stage[] {
  const check = (name: string, minutes: number, ...args: string[]): CiCheck => ({
    name,
    minutes,
    command: ["npm", "run", ...args],
  });
  const tests = (name: (typeof countedChecks)[number], minutes: number, script: string): CiCheck => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportOf(name, folder)}`];
    return check(name, minutes, script, "--", ...reporters);
  };
  const e2e = check("e2e", 18, "e2e", "--", "--json");
  const again = (stdout: string): string[] => [
    ...e2e.command,
    ...unfinishedParts(stdout).flatMap((part) => ["--only", part]),
  ];
  return [
    // The container tests need the image, and never build one while others test.
    [
      [check("lint", 0.5, "lint"), check("format", 0.5, "format:check"), check("types", 1, "typecheck")],
      [check("image", 1, "image")],
    ],
    [[tests("tests", 20, "test")]],
    [[tests("helm3", 1, "test:helm3")]],
    // Real video on two cores that may be others' too.
    [[{ ...e2e, again }]],
    // Last, since it only tests the tests.
    [[check("mutation", 8, "mutation", "--", "--count", "40")]],
  ];
}

/**
 * The parts of an end-to-end run that were not done.
 * @param stdout what `npm run e2e -- --json` printed; all parts where it is no result
 */
function unfinishedParts(stdout: string): readonly string[] {
  try {
    const { unfinished = [] } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { unfinished?: string[] };
    return unfinished;
  } catch {
    return [];
  }
}
