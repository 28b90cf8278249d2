/**
 * Makes a release: its commit and its tag.
 *
 * All of it happens in a checkout of its own, from what is committed alone. The branch moves and the tag appears only
 * when every check has passed there, so that a failure leaves everything as it was.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { InputError, inTemporaryFolder, ToolError } from "../core/index.ts";
import { chartManifestPath } from "./chart-manifest.ts";
import { git } from "./git.ts";
import { imageObstacles, obstacles } from "./obstacles.ts";
import { planRelease, type ReleasePlan, type WantedRelease } from "./plan.ts";

/** Renews what is generated and has the version in it, where the project has such a thing. */
const renewals = [["run", "docs", "--if-present"]];
/** What must pass, as arguments of npm. */
const checks = [["run", "check"], ["test"]];

export interface ReleaseRun {
  /** Told each step. */
  readonly progress: (message: string) => void;
  /** Ends a run that is not wanted any more. */
  readonly signal: AbortSignal;
}

/**
 * What the release would be.
 * @param root the repository's root folder
 * @throws InputError with everything that stands in its way
 */
export async function prepareRelease(root: string, wanted: WantedRelease): Promise<ReleasePlan> {
  const found: string[] = [];
  const plan = await planRelease(root, wanted).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    found.push(`${error.what} (${error.where}) ${error.hint}`);
  });
  found.push(...(await obstacles(root, plan?.tag)));
  if (plan && wanted.keepImage) found.push(...(await imageObstacles(root, plan.appVersion)));
  if (plan && found.length === 0) return plan;
  const hint = "Put this right and start the same command again. Nothing was changed.";
  throw new InputError({ what: found.join("\n"), where: root, hint });
}

/**
 * The change to the files, as a diff.
 * @param root the repository's root folder
 */
export async function showRelease(root: string, plan: ReleasePlan): Promise<string> {
  return inCheckout(root, async (checkout) => {
    await writeFiles(checkout, plan);
    return git(["diff"], checkout);
  });
}

/**
 * Commits the release on the branch and tags it.
 * @param root the repository's root folder
 * @throws ToolError when a check fails; the branch, the tags and the working tree are then as before
 */
export async function makeRelease(root: string, plan: ReleasePlan, { progress, signal }: ReleaseRun): Promise<void> {
  const title = `Release ${plan.version}`;
  await inCheckout(root, async (checkout) => {
    await writeFiles(checkout, plan);
    for (const renewal of renewals) await npm(renewal, checkout, progress, signal);
    await git(["add", "--all"], checkout);
    await git(["commit", "--quiet", "--message", title], checkout);
    for (const check of checks) await npm(check, checkout, progress, signal);
    const commit = await git(["rev-parse", "HEAD"], checkout);
    await git(["tag", "--annotate", plan.tag, "--message", title, commit], root);
    await forward(root, commit, plan.tag);
  });
}

/** Moves the branch, or takes the tag back: somebody may have committed in the meantime. */
async function forward(root: string, commit: string, tag: string): Promise<void> {
  try {
    await git(["merge", "--quiet", "--ff-only", commit], root);
  } catch (error) {
    await git(["tag", "--delete", tag], root);
    throw error;
  }
}

async function writeFiles(folder: string, { files }: ReleasePlan): Promise<void> {
  for (const [path, text] of files) await writeFile(join(folder, path), text);
}

/** Does the work in a checkout of the last commit, which is removed afterwards. */
async function inCheckout<T>(root: string, work: (checkout: string) => Promise<T>): Promise<T> {
  try {
    return await inTemporaryFolder("release", async (folder) => {
      const checkout = join(folder, "checkout");
      await git(["worktree", "add", "--quiet", "--detach", checkout, "HEAD"], root);
      return work(checkout);
    });
  } finally {
    // Git forgets a checkout once its folder is gone.
    await git(["worktree", "prune"], root);
  }
}

/** Runs npm, whose output goes to stderr. */
async function npm(
  args: readonly string[],
  folder: string,
  progress: (message: string) => void,
  cancelSignal: AbortSignal,
): Promise<void> {
  const command = ["npm", ...args].join(" ");
  progress(command);
  const stdio = { stdin: "ignore", stdout: process.stderr, stderr: process.stderr } as const;
  const { failed, isCanceled, cause } = await execa("npm", args, {
    cwd: folder,
    ...stdio,
    cancelSignal,
    reject: false,
  });
  if (!failed) return;
  const what = isCanceled ? "The release was interrupted." : `${command} failed.`;
  const hint = "Read its output above. The branch, the tags and the working tree are as before.";
  throw new ToolError({ what, where: chartManifestPath, hint, command, cause });
}
