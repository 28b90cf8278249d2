/**
 * Upgrades from the last released chart with each values file of chart-testing. ct itself leaves them out where SemVer
 * lets a new version break things, which below 1.0 is every minor one; people upgrade all the same.
 */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { HelmSchemaError, HelmValidationError, template } from "../chart/index.ts";
import { chartFolder } from "../core/index.ts";
import type { Context } from "./context.ts";
import { inOwnRelease } from "./own-release.ts";
import { lastRelease } from "./upgrade.ts";

/**
 * The values files that chart-testing installs the chart with.
 * @returns their paths, in order
 */
export async function ciValuesFiles(): Promise<string[]> {
  const folder = join(chartFolder, "ci");
  const files = (await readdir(folder)).filter((file) => file.endsWith("-values.yaml"));
  return files.toSorted().map((file) => join(folder, file));
}

/**
 * With each of them, as far as the released chart takes it: installs the released chart on its own image, runs `helm
 * test`, upgrades to this chart, runs `helm test` and uninstalls.
 * @throws HarnessError at the first thing that fails
 */
export async function upgradeWithCiValues(context: Context): Promise<void> {
  const { cluster, phases, release, metrics } = context;
  const last = await phases.run("the released chart's image", () => lastRelease(context));
  metrics.ciUpgrades = [];
  for (const file of await ciValuesFiles()) {
    const values = basename(file);
    const refused = await refusal(last.chart, file);
    metrics.ciUpgrades.push(refused === undefined ? { values } : { values, refused });
    if (refused !== undefined) continue;
    await phases.run(`${values}: upgrade from the released chart`, () =>
      inOwnRelease(cluster, { chart: release.chart, file }, async (own) => {
        await own.install(last, file);
        await own.test();
        await own.upgrade(release);
        await own.test();
      }),
    );
  }
}

/** Why a chart does not take a values file, in its own words. */
async function refusal(chart: string, file: string): Promise<string | undefined> {
  try {
    await template(chart, { values: [file] });
    return undefined;
  } catch (error) {
    if (error instanceof HelmSchemaError || error instanceof HelmValidationError) return error.what;
    throw error;
  }
}
