/** What `ct install` does. */
import { basename } from "node:path";
import { HelmRefusal, HelmSchemaError, template } from "../../chart/index.ts";
import type { Phases } from "../../core/index.ts";
import { lastReleased } from "../../releasing/index.ts";
import { leaveEvidence } from "../evidence.ts";
import type { Chart } from "./chart.ts";
import { type Trial, TrialRelease } from "./trial-release.ts";

/** What became of one values file. */
export interface Tried {
  readonly values: string;
  /** The released version that was upgraded. */
  readonly upgradedFrom?: string;
  /** Why there was no such upgrade. */
  readonly notUpgraded?: string;
}

export interface Course extends Trial {
  readonly phases: Phases;
  /** Rejects when the run is to end. */
  readonly interrupted: Promise<never>;
  /** Told the folder of what the cluster said, when something fails. */
  readonly leftEvidence: (folder: string) => void;
}

/**
 * Installs a chart, tests it, upgrades it to itself and tests it again; and does so with its last released version, which is
 * upgraded to the chart. All of that with each of its values files.
 *
 * ct itself leaves the upgrade of the released version out where SemVer lets a new version break things, and takes that
 * version's own values files, which the archive does not have. Here it is always done, with the values files of today, as far
 * as the released version takes them.
 * @throws HelmError or ToolError at the first thing that fails
 */
export async function tryChart(chart: Chart, course: Course): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const file of chart.valuesFiles) {
    const attempt = { folder: chart.folder, file, course };
    const upgrade = course.configuration.upgrade ? await upgradeReleased(chart.name, attempt) : {};
    await tryFrom("install", chart.folder, attempt);
    tried.push({ values: basename(file), ...upgrade });
  }
  return tried;
}

async function upgradeReleased(name: string, attempt: Attempt): Promise<Omit<Tried, "values">> {
  const released = await lastReleased(name);
  if (!released) return { notUpgraded: "nothing is released" };
  const { archive, version } = released;
  try {
    await template(archive, { values: [attempt.file] });
  } catch (error) {
    if (!(error instanceof HelmSchemaError || error instanceof HelmRefusal)) throw error;
    return { notUpgraded: `${version} does not take these values: ${error.what}` };
  }
  await tryFrom(`upgrade from ${version}`, archive, attempt);
  return { upgradedFrom: version };
}

/** One values file that is tried on a chart. */
export interface Attempt {
  /** The chart's folder. */
  readonly folder: string;
  readonly file: string;
  readonly course: Course;
}

/**
 * Gives a release its life, as a phase of its own. One that fails leaves its evidence.
 * @param title what is done with the values file
 * @param live installs the release, and removes it again
 * @throws HelmError or ToolError at the first thing that fails
 */
export async function tryRelease(
  title: string,
  { folder, file, course }: Attempt,
  live: (release: TrialRelease) => Promise<void>,
): Promise<void> {
  await course.phases.run(`${basename(file)}: ${title}`, async () => {
    const release = await TrialRelease.create(folder, course);
    try {
      await Promise.race([course.interrupted, live(release)]);
    } catch (error) {
      // It stays for as long as the cluster does, for whoever wants to look at it.
      const manifests = await template(folder, { values: [file] });
      course.leftEvidence(await leaveEvidence(course.cluster, release.name, manifests));
      throw error;
    }
  });
}

/** Installs `first`, which is the chart itself or an older one, and upgrades it to the chart; tests both. */
async function tryFrom(title: string, first: string, attempt: Attempt): Promise<void> {
  const { folder, file, course } = attempt;
  await tryRelease(title, attempt, async (release) => {
    await release.install(first, file);
    await release.test();
    if (course.configuration.upgrade) {
      await release.upgrade(folder);
      await release.test();
    }
    await release.remove();
  });
}
