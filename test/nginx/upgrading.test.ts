import { expect, test } from "vitest";
import { template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { testConfiguration } from "../../harness/verify/index.ts";
import { upgradeGuide } from "../upgrade-guide.ts";

test("nginx takes the delivery tier of the upgrade guide's new values, and would not without their watchPage", async () => {
  const { after } = await upgradeGuide();
  const verdict = await testConfiguration(await template(chartFolder, { inline: after }), "delivery");
  expect(verdict).toEqual({ ok: true, output: "" });
  const set = ["delivery.watchPage.enabled=true"];
  const unchanged = await testConfiguration(await template(chartFolder, { inline: after, set }), "delivery");
  expect(unchanged.output).toContain('duplicate location "/"');
});
