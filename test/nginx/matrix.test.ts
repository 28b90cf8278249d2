import pMap from "p-map";
import { expect, test } from "vitest";
import { testConfiguration } from "../../harness/verify/index.ts";
import { distinctConfigurations } from "../matrix/configurations.ts";

test("nginx takes every distinct configuration of the matrix", { timeout: 300_000 }, async () => {
  const configurations = await distinctConfigurations();
  expect(configurations.length).toBeGreaterThan(100);
  const verdicts = await pMap(
    configurations,
    async ({ manifests, tier, combination }) => ({ combination, ...(await testConfiguration(manifests, tier)) }),
    { concurrency: 2 },
  );
  expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
});
