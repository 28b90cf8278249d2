/** Why a release cannot be made now. */
import { git, gitSays } from "./git.ts";
import { tagOf } from "./version.ts";

/** The branch that releases are made from. */
export const releaseBranch = "main";

/** What goes into the image, but for the version that package-lock.json has of the project itself. */
const imageSources = ["image", "web", "harness/chart/watch-page.ts"];

/**
 * What stands in the way, as sentences that say what to do.
 * @param root the repository's root folder
 * @param tag the new release's, where it is known
 */
export async function obstacles(root: string, tag: string | undefined): Promise<string[]> {
  const found = [];
  const branch = await git(["rev-parse", "--abbrev-ref", "HEAD"], root);
  if (branch !== releaseBranch) found.push(`This is the branch ${branch}: git switch ${releaseBranch}`);
  const changed = await git(["status", "--porcelain"], root);
  if (changed !== "") found.push(`The working tree is not clean. Commit or remove this first:\n${changed}`);
  if (tag && (await hasTag(root, tag))) found.push(`The tag ${tag} exists: choose another version.`);
  return found;
}

/**
 * Why the image of an earlier release cannot be this one's too.
 * @param root the repository's root folder
 * @param appVersion that release's version
 */
export async function imageObstacles(root: string, appVersion: string): Promise<string[]> {
  const tag = tagOf(appVersion);
  if (!(await hasTag(root, tag))) return [`--keep-image: there is no tag ${tag} to compare the image's sources with.`];
  const isSame =
    (await gitSays(["diff", "--quiet", tag, "HEAD", "--", ...imageSources], root)) &&
    (await lockedPackages(root, tag)) === (await lockedPackages(root, "HEAD"));
  return isSame ? [] : [`--keep-image: what goes into the image has changed since ${tag}.`];
}

function hasTag(root: string, tag: string): Promise<boolean> {
  return gitSays(["rev-parse", "--quiet", "--verify", `refs/tags/${tag}`], root);
}

/** What package-lock.json pins at a commit, without the project itself. */
async function lockedPackages(root: string, commit: string): Promise<string> {
  const { packages } = JSON.parse(await git(["show", `${commit}:package-lock.json`], root)) as { packages: object };
  return JSON.stringify({ ...packages, "": undefined });
}
