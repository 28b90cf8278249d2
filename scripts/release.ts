/** `npm run release`: makes the commit and the tag of a new version. Run with --help. */
import { Option } from "@commander-js/extra-typings";
import { command, InputError, projectRoot, runCommand } from "../harness/core/index.ts";
import { bumps, makeRelease, prepareRelease, releaseBranch, showRelease } from "../harness/releasing/index.ts";

const release = command(
  "npm run release --",
  "Makes a release from what is committed on main: the version in Chart.yaml and package.json, the changelog, the chart's " +
    "annotations, one commit, one tag. It runs all checks and tests in a checkout of its own first, and changes nothing " +
    "unless they pass. It pushes nothing.",
)
  .addOption(new Option("--bump <step>", "the step from the chart's version to the next").choices(bumps))
  .addOption(new Option("--version <version>", "the version itself").conflicts("bump"))
  .option("--keep-image", "the image stays that of appVersion; refused where what goes into it has changed since")
  .option("--dry-run", "print the changes, and neither test nor commit");

await runCommand(
  release,
  async ({ options: { bump, version, keepImage = false, dryRun }, signal }) => {
    const wanted = bump ? { bump } : version ? { version } : undefined;
    if (!wanted) {
      const hint = `Give --bump ${bumps.join("|")}, or --version X.Y.Z.`;
      throw new InputError({ what: "Which version shall it be?", where: "the command line", hint });
    }
    const date = new Date().toISOString().slice(0, 10);
    const plan = await prepareRelease(projectRoot, { version: wanted, keepImage, date });
    if (dryRun) return { text: await showRelease(projectRoot, plan) };
    // Ctrl-C ends the checks, and the checkout is removed.
    await makeRelease(projectRoot, plan, { progress, signal });
    return { text: `${plan.tag} is made. To publish it:\n\n    git push --atomic origin ${releaseBranch} ${plan.tag}` };
  },
  { atInterrupt: "abort" },
);

function progress(message: string): void {
  process.stderr.write(`\n== ${message}\n`);
}
