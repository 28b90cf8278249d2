/** What `.ci/run` runs: all checks. Run with --help. */
import { command, inTemporaryFolder, runCommand } from "../harness/core/index.ts";
import { dockerVersion, stopDocker } from "../harness/image/index.ts";
import { builtPrograms, fetchedTool } from "../harness/tools/index.ts";
import { ciStages, planText, readReports, runChecks, summarize } from "../harness/verify/index.ts";

const ci = command(
  "node scripts/ci.ts",
  "Runs all checks, as CI does; the last line counts: N passed, N failed, N skipped. A play test that fails is tried once " +
    "more, and named; so are the parts of e2e that were not done. Starts Docker where none answers, and stops it again.",
).option("--plan", "tell what would run and how long it takes, and run nothing");

await runCommand(
  ci,
  ({ options: { plan }, signal, print }) =>
    inTemporaryFolder("ci", async (folder) => {
      const stages = ciStages(folder);
      print({ text: `What is checked:\n${planText(stages)}` });
      if (plan) return undefined;
      const hadDocker = await dockerVersion();
      void buildMeanwhile();
      try {
        const failed = await runChecks(stages, signal);
        const { lines, isGreen } = summarize(await readReports(folder), failed);
        return { ok: isGreen, text: lines.join("\n") };
      } finally {
        // One that answered before is somebody else's.
        if (!hadDocker) await stopDocker();
      }
    }),
  { atInterrupt: "abort" },
);

/** Builds at low priority what Go builds, in the order of need. Who needs a program tells what is wrong with it. */
async function buildMeanwhile(): Promise<void> {
  for (const name of builtPrograms) await fetchedTool(name).catch(() => {});
}
