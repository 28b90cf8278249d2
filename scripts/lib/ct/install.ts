/** What `ct install` does. */
import { basename } from "node:path";
import { leaveEvidence } from "../e2e/evidence.ts";
import { template } from "../helm.ts";
import { HelmRefusal, HelmSchemaError } from "../helm-errors.ts";
import type { Phases } from "../phases.ts";
import type { ReleasedChart } from "../released-chart.ts";
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
  /** The chart's last released version, undefined for a new chart. */
  readonly released: ReleasedChart | undefined;
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
    const upgrade = course.configuration.upgrade ? await upgradeReleased(chart, file, course) : {};
    await tryOnce("install", chart.folder, { chart, file, course });
    tried.push({ values: basename(file), ...upgrade });
  }
  return tried;
}

async function upgradeReleased(chart: Chart, file: string, course: Course): Promise<Omit<Tried, "values">> {
  const { released } = course;
  if (!released) return { notUpgraded: "nothing is released" };
  const { archive, version } = released;
  try {
    await template(archive, { values: [file] });
  } catch (error) {
    if (!(error instanceof HelmSchemaError || error instanceof HelmRefusal)) throw error;
    return { notUpgraded: `${version} does not take these values: ${error.what}` };
  }
  await tryOnce(`upgrade from ${version}`, archive, { chart, file, course });
  return { upgradedFrom: version };
}

interface Attempt {
  readonly chart: Chart;
  readonly file: string;
  readonly course: Course;
}

/** Installs `first`, which is the chart itself or an older one, and upgrades it to the chart; tests both. */
async function tryOnce(title: string, first: string, { chart, file, course }: Attempt): Promise<void> {
  await course.phases.run(`${basename(file)}: ${title}`, async () => {
    const release = await TrialRelease.create(chart.folder, course);
    try {
      await Promise.race([course.interrupted, live(release, first, { chart, file, course })]);
    } catch (error) {
      // It stays for as long as the cluster does, for whoever wants to look at it.
      const manifests = await template(chart.folder, { values: [file] });
      course.leftEvidence(await leaveEvidence(course.cluster, release.name, manifests));
      throw error;
    }
  });
}

/** The whole life of a release. */
async function live(release: TrialRelease, first: string, { chart, file, course }: Attempt): Promise<void> {
  await release.install(first, file);
  await release.test();
  if (course.configuration.upgrade) {
    await release.upgrade(chart.folder);
    await release.test();
  }
  await release.remove();
}
