/** `npm run release`: makes the commit and the tag of a new version. Run with --help. */
import { Command, Option } from "@commander-js/extra-typings";
import { HarnessError, InputError, interruptionSignal, projectRoot } from "../harness/core/index.ts";
import {
  bumps,
  makeRelease,
  prepareRelease,
  releaseBranch,
  showRelease,
  type WantedVersion,
} from "../harness/releasing/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run release --")
  .description(
    "Makes a release from what is committed on main: the version in Chart.yaml and package.json, the changelog, the chart's " +
      "annotations, one commit, one tag. It runs all checks and tests in a checkout of its own first, and changes nothing " +
      "unless they pass. It pushes nothing.",
  )
  .addOption(new Option("--bump <step>", "the step from the chart's version to the next").choices(bumps))
  .addOption(new Option("--version <version>", "the version itself").conflicts("bump"))
  .option("--keep-image", "the image stays that of appVersion; refused where what goes into it has changed since")
  .option("--dry-run", "print the changes, and neither test nor commit");

const { bump, version, keepImage = false, dryRun = false } = command.parse().opts();

try {
  const date = new Date().toISOString().slice(0, 10);
  const plan = await prepareRelease(projectRoot, { version: wantedVersion(), keepImage, date });
  if (dryRun) process.stdout.write(`${await showRelease(projectRoot, plan)}\n`);
  else {
    // Ctrl-C ends the checks, and the checkout is removed.
    await makeRelease(projectRoot, plan, { progress, signal: interruptionSignal() });
    process.stdout.write(
      `${plan.tag} is made. To publish it:\n\n    git push --atomic origin ${releaseBranch} ${plan.tag}\n`,
    );
  }
} catch (error) {
  if (!(error instanceof HarnessError || error instanceof SetupProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function wantedVersion(): WantedVersion {
  if (bump) return { bump };
  if (version) return { version };
  const hint = `Give --bump ${bumps.join("|")}, or --version X.Y.Z.`;
  throw new InputError({ what: "Which version shall it be?", where: "the command line", hint });
}

function progress(message: string): void {
  process.stderr.write(`\n== ${message}\n`);
}
