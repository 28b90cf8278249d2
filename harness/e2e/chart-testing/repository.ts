/** The repository that chart-testing looks at: what was released last, and the present chart on top of it. */
import { existsSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { extract } from "tar";
import { type ProcessOutput, $ as shell } from "zx";
import { ToolError } from "../../core/index.ts";
import type { ReleasedChart } from "../../releasing/index.ts";

/** What ct judges. */
export interface Candidate {
  /** The chart's folder. */
  readonly chart: string;
  /** Its last released version, undefined for a new chart. */
  readonly released?: ReleasedChart | undefined;
  /** ct.yaml; the linters' configurations are in `.ct` beside it. */
  readonly configuration: string;
}

/** The chart's folder in the repository. It begins the names of ct's releases. */
const chartPath = "chart";

/**
 * Makes the repository. Its target branch, `origin/main`, has the released chart, as users get it, with the present
 * `ci/*-values.yaml`, which a package leaves out. HEAD has the present chart.
 * @param folder where; it need not exist yet
 * @param environment that of git
 * @throws ToolError when git fails
 */
export async function makeRepository(
  folder: string,
  { chart, released, configuration }: Candidate,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const path = join(folder, chartPath);
  await mkdir(folder, { recursive: true });
  await cp(configuration, join(folder, "ct.yaml"));
  await cp(join(dirname(configuration), ".ct"), join(folder, ".ct"), { recursive: true });
  const git = shell({ cwd: folder, env: environment, quiet: true });
  try {
    await git`git init --quiet --initial-branch main`;
    if (released) await unpackReleased(released, path, join(chart, "ci"));
    await git`git add --all --force`;
    await git`git commit --quiet --message ${`Released: ${released?.version ?? "nothing"}`}`;
    await git`git remote add origin .`;
    await git`git update-ref refs/remotes/origin/main HEAD`;
    await rm(path, { recursive: true, force: true });
    await cp(chart, path, { recursive: true });
    await git`git add --all --force`;
    await git`git commit --quiet --allow-empty --message ${"The present chart"}`;
  } catch (cause) {
    const { stderr = "" } = cause as Partial<ProcessOutput>;
    const what = `git cannot make the repository for ct:\n${stderr.trim() || String(cause)}`;
    throw new ToolError({ what, where: folder, hint: "Check that git is installed.", command: "git", cause });
  }
}

async function unpackReleased({ archive }: ReleasedChart, path: string, ci: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await extract({ file: archive, cwd: path, strip: 1 });
  if (existsSync(ci)) await cp(ci, join(path, "ci"), { recursive: true });
}
