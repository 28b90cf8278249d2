import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { rcompare, valid } from "semver";
import { inTemporaryFolder, projectRoot } from "../core/index.ts";
import { packageChart } from "./release-archive.ts";

/** Where the charts are kept that were released. */
export const releasedFolder = join(projectRoot, "test", "fixtures", "released");

export interface ReleasedChart {
  readonly archive: string;
  readonly version: string;
}

/**
 * The newest released version of a chart.
 * @param name the chart's name
 * @param folder of archives, each NAME-VERSION.tgz
 * @returns undefined when the chart is new
 */
export async function lastReleased(name: string, folder = releasedFolder): Promise<ReleasedChart | undefined> {
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`) && file.endsWith(".tgz"));
  const versions = files.map((file) => file.slice(name.length + 1, -".tgz".length)).filter((text) => valid(text));
  const [version] = versions.toSorted(rcompare);
  return version === undefined ? undefined : { archive: join(folder, `${name}-${version}.tgz`), version };
}

/**
 * Whether a package of a chart would hold the same as one that was released.
 * @param chart its folder
 * @throws HelmError when the chart cannot be packaged
 */
export async function isUnchanged(chart: string, { archive }: ReleasedChart): Promise<boolean> {
  return inTemporaryFolder("unchanged", async (folder) => {
    const files = [archive, await packageChart(chart, folder)];
    // Another version of Node may compress the same to other bytes.
    const [before, now] = await Promise.all(files.map(async (file) => gunzipSync(await readFile(file))));
    return before !== undefined && now !== undefined && before.equals(now);
  });
}
