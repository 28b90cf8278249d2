/** What `ct install` does. */
import { basename } from "node:path";
import { leaveEvidence } from "../e2e/evidence.ts";
import { template } from "../helm.ts";
import { HelmRefusal, HelmSchemaError } from "../helm-errors.ts";
import type { Phases } from "../phases.ts";
import type { Chart } from "./chart.ts";
import type { ReleasedChart } from "./released-chart.ts";
import { type Trial, TrialRelease } from "./trial-release.ts";

/** What became of one values file. */
export interface Tried {
  readonly values: string;
  /** The released version that was upgraded. */
  readonly upgradedFrom?: string;
  /** Why there was no such upgrade. */
  readonly notUpgraded?: string;
}

export interface Course {
  readonly phases: Phases;
  /** The chart's last released version, undefined for a new chart. */
  readonly released?: ReleasedChart;
  /** Told the folder of what the cluster said, when something fails. */
  readonly leftEvidence: (folder: string) => void;
}

/**
 * Installs a chart, tests it, upgrades it to itself and tests it again; and upgrades its last released version to it. All of
 * that with each of its values files.
 *
 * ct itself leaves the upgrade of the released version out where SemVer lets a new version break things, and it takes the
 * values files of that version, which the archive does not have. Here it is always tried, with the values files of today,
 * as far as the released version takes them.
 * @throws HelmError or ToolError at the first thing that fails
 */
export async function tryChart(chart: Chart, trial: Trial, course: Course): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const file of chart.valuesFiles) {
    const upgrade = trial.configuration.upgrade ? await upgradeReleased(chart, file, trial, course) : {};
    await tryOnce(chart, chart.folder, file, { trial, course, title: "install" });
    tried.push({ values: basename(file), ...upgrade });
  }
  return tried;
}

async function upgradeReleased(
  chart: Chart,
  file: string,
  trial: Trial,
  course: Course,
): Promise<Omit<Tried, "values">> {
  const { released } = course;
  if (!released) return { notUpgraded: "nothing is released" };
  try {
    await template(released.archive, { values: [file] });
  } catch (error) {
    if (!(error instanceof HelmSchemaError || error instanceof HelmRefusal)) throw error;
    return { notUpgraded: `${released.version} does not take these values: ${error.what}` };
  }
  await tryOnce(chart, released.archive, file, { trial, course, title: `upgrade from ${released.version}` });
  return { upgradedFrom: released.version };
}

interface Attempt {
  readonly trial: Trial;
  readonly course: Course;
  readonly title: string;
}

/** Installs `first`, which is the chart itself or an older one, and upgrades to the chart; tests both. */
async function tryOnce(chart: Chart, first: string, file: string, { trial, course, title }: Attempt): Promise<void> {
  await course.phases.run(`${basename(file)}: ${title}`, async () => {
    await using release = await TrialRelease.create(chart.folder, trial);
    try {
      await release.install(first, file);
      await release.test();
      if (!trial.configuration.upgrade) return;
      await release.upgrade(chart.folder);
      await release.test();
    } catch (error) {
      const manifests = await template(chart.folder, { values: [file] });
      course.leftEvidence(await leaveEvidence(trial.cluster, release.name, manifests));
      throw error;
    }
  });
}
