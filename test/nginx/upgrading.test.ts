import { expect, test } from "vitest";
import { template } from "../../scripts/lib/helm.ts";
import { testConfiguration } from "../../scripts/lib/nginx-test.ts";
import { chartFolder } from "../../scripts/lib/project.ts";
import { upgradeGuide } from "../upgrade-guide.ts";

test("nginx takes the delivery tier of the upgrade guide's new values, and would not without their watchPage", async () => {
  const { after } = await upgradeGuide();
  const verdict = await testConfiguration(await template(chartFolder, { inline: after }), "delivery");
  expect(verdict).toEqual({ ok: true, output: "" });
  const set = ["delivery.watchPage.enabled=true"];
  const unchanged = await testConfiguration(await template(chartFolder, { inline: after, set }), "delivery");
  expect(unchanged.output).toContain('duplicate location "/"');
});
