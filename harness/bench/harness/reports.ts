import { readFile } from "node:fs/promises";
import { InputError, type Phase } from "../../core/index.ts";
import { projectSeconds, type TestReport } from "../../verify/index.ts";
import type { Samples } from "../bench.ts";

/**
 * The times in a report of the harness.
 * @param file what `npm run e2e -- --json` or `npm run matrix -- --json` printed, or vitest's JSON reporter wrote
 * @returns seconds by the metric's name
 * @throws InputError when it is none of them
 */
export async function timesOf(file: string): Promise<Samples> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new InputError({
      what: "This report cannot be read.",
      where: `--harness ${file}`,
      hint: "Give its path.",
      cause,
    });
  });
  const report = parsed(text);
  if (isObject(report)) {
    if (Array.isArray(report["phases"])) return phaseTimes(report["phases"] as Phase[]);
    if (Array.isArray(report["testResults"])) return testTimes(report as unknown as TestReport);
    if ("combinations" in report && typeof report["seconds"] === "number")
      return { "harness.matrix.whole": [report["seconds"]] };
  }
  const hint = "Give what `npm run e2e -- --json`, `npm run matrix -- --json` or `npm test -- --reporter=json` wrote.";
  throw new InputError({ what: "This is no report of the harness.", where: `--harness ${file}`, hint });
}

function phaseTimes(phases: readonly Phase[]): Samples {
  const metrics = phases.map(({ name, seconds }) => [`harness.e2e.${name.replace(/[^A-Za-z0-9]+/g, "-")}`, [seconds]]);
  const sum = phases.reduce((total, { seconds }) => total + seconds, 0);
  return { ...Object.fromEntries(metrics), "harness.e2e.whole": [sum] };
}

function testTimes(report: TestReport): Samples {
  return Object.fromEntries([...projectSeconds(report)].map(([name, seconds]) => [`harness.tests.${name}`, [seconds]]));
}

/** A report, or the last line of what a command printed. */
function parsed(text: string): unknown {
  for (const candidate of [text, text.trimEnd().split("\n").at(-1) ?? ""]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next one may be.
    }
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
