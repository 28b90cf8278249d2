/** `npm run ct`: the real chart-testing, by ct.yaml. Run with --help. */
import { command, jsonOption, runCommand } from "../harness/core/index.ts";
import { runChartTesting } from "../harness/e2e/index.ts";

const ct = command(
  "npm run ct --",
  "Runs chart-testing on the chart: `ct lint`, and `ct install` with each of its ci/*-values.yaml on a kind cluster. The " +
    "branch that ct compares with is the chart that was released last. All that ct says is in reports/ct. On Debian as " +
    "root it installs and starts Docker where none answers; `npm run docker -- stop` ends that again.",
)
  .option("--lint-only", "lint, and install nothing: needs no Docker")
  .option("--keep", "leave the cluster up, and take it again the next time")
  .addOption(jsonOption("lint, install, phases"));

await runCommand(
  ct,
  async ({ options, phases, progress, signal }) => {
    const result = await runChartTesting({ ...options, phases, progress, signal });
    return { json: { ...result, phases: phases.done }, text: JSON.stringify(result, null, 2) };
  },
  { atInterrupt: "abort" },
);
