import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { extract } from "tar";
import { describe, expect, it } from "vitest";
import { HelmSchemaError, HelmValidationError, template } from "../../harness/chart/index.ts";
import { chartFolder } from "../../harness/core/index.ts";
import { releasedFolder } from "../../harness/releasing/index.ts";
import { immutableChanges } from "../../harness/verify/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { upgradeGuide } from "../upgrade-guide.ts";

const released = join(releasedFolder, "hls-cloud-0.1.0.tgz");
const { before, after } = await upgradeGuide();

describe("the upgrade guide", () => {
  it("begins with values that the released chart takes", async () => {
    await expect(template(released, { inline: before })).resolves.toBeDefined();
  });

  it("changes values that this chart refuses", async () => {
    const error = await template(chartFolder, { inline: before }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmValidationError);
    expect(String(error)).toContain("ingest.terminationGracePeriodSeconds");
  });

  it("ends with values that this chart takes, without a change that an upgrade could not make", async () => {
    const upgraded = await template(chartFolder, { inline: after, isUpgrade: true });
    expect(immutableChanges(await template(released, { inline: before }), upgraded)).toEqual([]);
  });

  it("is right that the defaults of the released chart are refused, which --reuse-values would keep", async () => {
    const folder = await temporaryFolder();
    await extract({ file: released, cwd: folder });
    const chart = join(folder, "chart");
    await cp(chartFolder, chart, { recursive: true });
    await writeFile(join(chart, "values.yaml"), await readFile(join(folder, "hls-cloud/values.yaml")));
    const error = await template(chart).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HelmSchemaError);
    expect(String(error)).toMatch(/missing propert/);
  });
});
