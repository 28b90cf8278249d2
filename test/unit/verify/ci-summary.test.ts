import { describe, expect, it } from "vitest";
import { countTests, projectSeconds } from "../../../harness/verify/ci-summary.ts";

const green = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [fileReport("/x/test/unit/a.test.ts", 0, 1000)],
};

function fileReport(name: string, startTime: number, endTime: number) {
  return { name, status: "passed", assertionResults: [{}], startTime, endTime };
}

describe("the count at the end of a CI run", () => {
  it("is vitest's own when nothing failed", () => {
    expect(countTests(green, [])).toEqual({ passed: 5, failed: 0, skipped: 2 });
  });

  it("counts each other check that failed", () => {
    expect(countTests(green, ["lint", "typecheck"])).toMatchObject({ failed: 2 });
  });

  it("counts a test file that could not be loaded", () => {
    const report = {
      ...green,
      success: false,
      testResults: [{ ...fileReport("/x", 0, 1), status: "failed", assertionResults: [] }],
    };
    expect(countTests(report, [])).toMatchObject({ failed: 1 });
  });

  it("never says that nothing failed when the run failed outside of a test", () => {
    expect(countTests({ ...green, success: false }, [])).toMatchObject({ failed: 1 });
  });

  it("counts a run without a report as failed", () => {
    expect(countTests(undefined, [])).toMatchObject({ passed: 0, failed: 1 });
  });
});

it("tells each project's time from its first start to its last end", () => {
  const files = [fileReport("/x/test/play/b.test.ts", 9000, 20_000), fileReport("/x/test/unit/a.test.ts", 0, 4000)];
  const testResults = [...files, fileReport("/x/test/play/a.test.ts", 5000, 7000)];
  expect([...projectSeconds({ ...green, testResults })]).toEqual([
    ["unit", 4],
    ["play", 15],
  ]);
});
