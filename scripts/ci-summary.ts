/** Ends a CI run: one line that counts, and the exit code. Run with --help. */
import { command, runCommand } from "../harness/core/index.ts";
import { countTests, projectSeconds, readTestReport } from "../harness/verify/index.ts";

const ciSummary = command(
  "node scripts/ci-summary.ts",
  "Ends a CI run: prints what the tests took and, in the last line, what passed, failed and was skipped.",
)
  .argument("<report>", "what vitest's json reporter wrote")
  .argument("[failed-checks...]", "the other checks that failed (lint, typecheck...); each counts as one failure");

await runCommand(ciSummary, async ({ args: [file, failedChecks] }) => {
  const report = await readTestReport(file).catch((error: unknown) => {
    // vitest that crashed writes no report; that is a failure like any other.
    process.stderr.write(`failed: the tests left no report (${String(error)})\n`);
    return undefined;
  });
  const { passed, failed, skipped } = countTests(report, failedChecks);
  const times = report ? [...projectSeconds(report)].map(([project, seconds]) => `${project} ${seconds} s`) : [];
  for (const check of failedChecks) process.stderr.write(`failed: ${check}\n`);
  const summary = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return { ok: failed === 0, text: `Time of the tests: ${times.join(", ")}\n${summary}` };
});
