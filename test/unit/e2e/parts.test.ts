import { expect, it } from "vitest";
import { Phases } from "../../../harness/core/phases.ts";
import type { Context } from "../../../harness/e2e/context.ts";
import type { Metrics } from "../../../harness/e2e/metrics.ts";
import { partNames, partsText, usualParts } from "../../../harness/e2e/parts.ts";
import { runScenario } from "../../../harness/e2e/scenario.ts";

it("each part has a name of its own, and is listed", () => {
  expect(new Set(partNames).size).toBe(partNames.length);
  expect(
    partsText()
      .split("\n")
      .map((line) => line.split(" ")[0]),
  ).toEqual(partNames);
  expect(partNames).toEqual(expect.arrayContaining([...usualParts]));
});

/** A cluster on which nothing can be installed; what was tried is in `asked`. */
function brokenContext() {
  const metrics: Metrics = { faults: [] };
  const asked: string[] = [];
  const broken = (name: string) => async () => {
    asked.push(name);
    throw new Error(name);
  };
  const release = { prepareNamespace: async () => {}, install: broken("install"), uninstall: broken("uninstall") };
  const context = { metrics, phases: new Phases(), release } as unknown as Context;
  return { metrics, context, asked };
}

it("a run that fails tells the parts that are left, in their order", async () => {
  const { metrics, context } = brokenContext();
  await expect(runScenario(context, ["shared", "defaults"])).rejects.toThrow("install");
  expect(metrics.unfinished).toEqual(["defaults", "shared"]);
});

it("a part that happens to a release has it installed, and nothing else is", async () => {
  const { metrics, context, asked } = brokenContext();
  await expect(runScenario(context, ["ladder"])).rejects.toThrow("install");
  expect(asked).toEqual(["install"]);
  expect(context.phases.done.map(({ name }) => name)).toEqual(["namespace", "origin: install"]);
  expect(metrics.unfinished).toEqual(["ladder"]);
});
