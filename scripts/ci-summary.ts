// Ends a CI run: one line that counts, and the exit code.
//
//   node scripts/ci-summary.ts REPORT.json [FAILED-CHECK...]
//
// REPORT.json is what vitest's json reporter wrote. Each failed check (lint, typecheck...) counts as one failure.

import { readFile } from "node:fs/promises";
import { countTests, projectSeconds, type TestReport } from "../harness/verify/index.ts";

const [file, ...failedChecks] = process.argv.slice(2);
if (!file) throw new Error("usage: node scripts/ci-summary.ts REPORT.json [FAILED-CHECK...]");

const report = await readReport(file);
const { passed, failed, skipped } = countTests(report, failedChecks);
const times = report ? [...projectSeconds(report)].map(([project, seconds]) => `${project} ${seconds} s`) : [];
console.log(`Time of the tests: ${times.join(", ")}`);
for (const check of failedChecks) console.error(`failed: ${check}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

/** vitest that crashed writes no report; that is a failure like any other. */
async function readReport(path: string): Promise<TestReport | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as TestReport;
  } catch (error) {
    console.error(`failed: the tests left no report (${String(error)})`);
    return undefined;
  }
}
