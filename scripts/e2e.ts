/** `npm run e2e`: the chart on a real Kubernetes, with video from outside. Run with --help. */
import { Option } from "@commander-js/extra-typings";
import { command, jsonOption, runCommand } from "../harness/core/index.ts";
import { partNames, partsText, runEndToEnd } from "../harness/e2e/index.ts";
import { helmMajors, helmVariable } from "../harness/tools/index.ts";

const e2e = command(
  "npm run e2e --",
  "Creates a kind cluster, installs the packaged chart with helm, publishes real footage from outside the cluster, plays it " +
    "and breaks things. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` ends " +
    "that again.",
)
  .addOption(new Option("--only <name...>", "these parts alone, with what they need before").choices(partNames))
  .option("--list", "print the parts, and run nothing")
  .option("--keep", "leave the cluster up, and take it again the next time")
  .addOption(
    new Option("--helm <version>", "the helm for all but the part of the other one")
      .choices(helmMajors)
      .env(helmVariable)
      .default("4" as const),
  )
  .addOption(jsonOption("phases, unfinished, and the metrics"));

await runCommand(
  e2e,
  async ({ options: { only, list, keep = false, helm }, phases, progress, signal }) => {
    if (list) return { json: { parts: partNames }, text: partsText() };
    const asked = only ? { only } : {};
    const { metrics, problem } = await runEndToEnd({ ...asked, helm, keep, phases, progress, signal });
    return {
      json: { phases: phases.done, ...metrics },
      text: JSON.stringify(metrics, null, 2),
      problems: problem ? [problem] : [],
    };
  },
  { atInterrupt: "abort" },
);
