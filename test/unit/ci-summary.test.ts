import { describe, expect, it } from "vitest";
import { countTests } from "../../scripts/lib/ci-summary.ts";

const green = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: "passed", assertionResults: [{}] }],
};

describe("the count at the end of a CI run", () => {
  it("is vitest's own when nothing failed", () => {
    expect(countTests(green, [])).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it("counts each other check that failed", () => {
    expect(countTests(green, ["lint", "typecheck"])).toMatchObject({ failed: 2 });
  });

  it("counts a test file that could not be loaded", () => {
    const report = { ...green, success: false, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(countTests(report, [])).toMatchObject({ failed: 1 });
  });

  it("never says that nothing failed when the run failed outside of a test", () => {
    expect(countTests({ ...green, success: false }, [])).toMatchObject({ failed: 1 });
  });

  it("counts a run without a report as failed", () => {
    expect(countTests(undefined, [])).toMatchObject({ passed: 0, failed: 1 });
  });
});
