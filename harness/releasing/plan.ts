/** What a release changes, worked out before anything is written. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Change, changelogPath, releaseChangelog } from "./changelog.ts";
import { chartManifestPath, readChartManifest, releaseChartManifest } from "./chart-manifest.ts";
import { nextVersion, tagOf, type WantedVersion } from "./version.ts";

export interface WantedRelease {
  readonly version: WantedVersion;
  /** The image of the release before is this one's too: appVersion stays, and an upgrade need not start pods anew. */
  readonly keepImage?: boolean;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

export interface ReleasePlan {
  readonly version: string;
  readonly appVersion: string;
  readonly tag: string;
  readonly changes: readonly Change[];
  /** New contents by path below the repository's root. */
  readonly files: ReadonlyMap<string, string>;
}

interface NpmManifest {
  readonly version: string;
  readonly packages?: Readonly<Record<string, object>>;
}

/**
 * Works out the files of a release.
 * @param root the repository's root folder
 * @throws InputError when the version or the changelog does not fit
 */
export async function planRelease(root: string, wanted: WantedRelease): Promise<ReleasePlan> {
  const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");
  const manifest = await read(chartManifestPath);
  const current = readChartManifest(manifest);
  const version = nextVersion(current.version, wanted.version);
  const appVersion = wanted.keepImage ? current.appVersion : version;
  const { text, changes } = releaseChangelog(await read(changelogPath), version, wanted.date);
  const files = new Map([
    [chartManifestPath, releaseChartManifest(manifest, { version, appVersion, changes })],
    [changelogPath, text],
    ["package.json", npmManifest(await read("package.json"), version)],
    ["package-lock.json", npmManifest(await read("package-lock.json"), version)],
  ]);
  return { version, appVersion, tag: tagOf(version), changes, files };
}

/** package.json, or package-lock.json, which has the version a second time. npm writes both in this form. */
function npmManifest(text: string, version: string): string {
  const manifest = JSON.parse(text) as NpmManifest;
  const { packages } = manifest;
  const locked = packages ? { packages: { ...packages, "": { ...packages[""], version } } } : {};
  return `${JSON.stringify({ ...manifest, version, ...locked }, null, 2)}\n`;
}
