/**
 * What builds the image of a released chart: the Dockerfile with its list of packages, and the built watch page.
 * It is kept beside the chart's package, so that an upgrade begins on the image that the release had.
 */
import { readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { create, extract } from "tar";
import { inTemporaryFolder, type Progress, projectRoot, sha256 } from "../core/index.ts";
import { buildContext, type Image, layOutContext } from "../image/index.ts";
import { git } from "./git.ts";
import { packageChart } from "./release-archive.ts";
import { type ReleasedChart, releasedFolder } from "./released-chart.ts";

/** What a tag would tell of a release. */
export interface ReleaseFacts {
  readonly version: string;
  /** What was released. */
  readonly commit: string;
  /** The commit's date, as `YYYY-MM-DD`. */
  readonly date: string;
  /** SHA-256 of the chart's package and of what builds its image, in hex. */
  readonly chart: string;
  readonly imageContext: string;
}

/** The archive of what builds the image of a released chart. */
function contextArchive(folder: string, version: string): string {
  return join(folder, "image-context", `${version}.tgz`);
}

/**
 * Keeps a chart as a released one: its package, what builds its image, and the facts of the release.
 * @param chart its folder
 * @param version the chart's
 * @param folder where released charts are kept
 * @returns the facts
 * @throws HelmError when the chart cannot be packaged
 */
export async function keepRelease(chart: string, version: string, folder = releasedFolder): Promise<ReleaseFacts> {
  const archive = await packageChart(chart, folder);
  const context = contextArchive(folder, version);
  await inTemporaryFolder("context", async (work) => {
    await layOutContext(work);
    // One date and no owner: the same sources give the same bytes.
    const options = { cwd: work, file: context, gzip: true, portable: true, mtime: new Date("2000-01-01T00:00:00Z") };
    await create({ ...options, noDirRecurse: true }, (await readdir(work, { recursive: true })).toSorted());
  });
  const [commit = "", date = ""] = (await git(["log", "-1", "--format=%H %cs"], projectRoot)).split(" ");
  const facts = { version, commit, date, chart: await sha256(archive), imageContext: await sha256(context) };
  await writeFile(join(folder, `hls-cloud-${version}.json`), `${JSON.stringify(facts, null, 2)}\n`);
  return facts;
}

/**
 * The image of a released chart, built where this machine's Docker does not have it yet.
 * @throws ToolError when Docker does not answer or the build fails
 */
export async function ensureReleasedImage(chart: ReleasedChart, progress: Progress = () => {}): Promise<Image> {
  return inTemporaryFolder("context", async (work) => {
    await extract({ file: contextArchive(dirname(chart.archive), chart.version), cwd: work });
    return buildContext(work, progress);
  });
}
