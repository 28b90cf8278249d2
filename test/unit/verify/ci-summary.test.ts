import { describe, expect, it } from "vitest";
import { countTests, projectSeconds, retriedTests, summarize } from "../../../harness/verify/ci-summary.ts";

const green = {
  success: true,
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [fileReport("/x/test/unit/a.test.ts", 0, 1000)],
};

function fileReport(name: string, startTime: number, endTime: number) {
  return { name, status: "passed", assertionResults: [test("plays")], startTime, endTime };
}

function test(fullName: string, ...failureMessages: string[]) {
  return { fullName, status: "passed", failureMessages };
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

describe("the summary of a CI run", () => {
  const retried = {
    ...green,
    testResults: [
      {
        ...fileReport("/x/test/play/drain.test.ts", 0, 2000),
        assertionResults: [
          test("plays on"),
          test("drains", "AssertionError: too late"),
          { ...test("no", "x"), status: "failed" },
        ],
      },
    ],
  };

  it("ends with the count of all reports and checks", () => {
    const { lines, isGreen } = summarize(
      new Map([
        ["tests", green],
        ["helm3", green],
      ]),
      [],
    );
    expect(lines.at(-1)).toBe("10 passed, 0 failed, 4 skipped");
    expect(isGreen).toBe(true);
  });

  it("names the tests that passed at their second try", () => {
    expect(retriedTests(retried)).toEqual(["test/play/drain.test.ts: drains"]);
    const { lines, isGreen } = summarize(new Map([["tests", retried]]), []);
    expect(lines).toContain("passed at its second try: test/play/drain.test.ts: drains");
    expect(isGreen).toBe(true);
  });

  it("names other checks that failed, and counts each", () => {
    const { lines, isGreen } = summarize(new Map([["tests", green]]), ["lint", "e2e"]);
    expect(lines).toEqual(expect.arrayContaining(["failed: lint", "failed: e2e", "5 passed, 2 failed, 2 skipped"]));
    expect(isGreen).toBe(false);
  });

  it("is red where vitest failed and no test did, or wrote no report", () => {
    expect(summarize(new Map([["tests", green]]), ["tests"]).lines.at(-1)).toBe("5 passed, 1 failed, 2 skipped");
    expect(summarize(new Map([["tests", undefined]]), ["tests"])).toEqual({
      lines: ["failed: tests left no report", "0 passed, 1 failed, 0 skipped"],
      isGreen: false,
    });
  });
});
