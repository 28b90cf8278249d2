/** `npm run bench`: what the service does, beside what others do, in metrics. Run with --help. */
import { Option } from "@commander-js/extra-typings";
import {
  benches,
  benchPlaces,
  comparingVariable,
  machineNow,
  metricList,
  metricTable,
  readResults,
  runBenches,
  saveResults,
  writePage,
} from "../harness/bench/index.ts";
import { command, jsonOption, parseInputFile, repeated, runCommand, secondsSince } from "../harness/core/index.ts";

const bench = command(
  "npm run bench --",
  "Measures the service on local processes from rendered configurations, each metric beside a reference of the same run. " +
    "It writes bench/results.json and docs/benchmarks.md with its plots; the quick run writes both below reports/bench. " +
    "Linux only. For metrics to rely on, let the machine do nothing else. " +
    `Debian's ffmpeg has no VMAF: ${comparingVariable} may name one that has libvmaf, to compare videos with.`,
)
  .option("--quick", "a metric of each kind, in under 8 minutes")
  .addOption(new Option("--only <name...>", "only these benchmarks").choices(benches.map(({ name }) => name)))
  .addOption(jsonOption("quick, seconds, machine, metrics"))
  .option(
    "--harness <file>",
    "what `npm run e2e -- --json`, `npm run matrix -- --json` or a test run's JSON reporter wrote; may be repeated",
    repeated(parseInputFile),
    [],
  )
  .option("--page", "measure nothing: make the page from bench/results.json again")
  .addHelpText("after", () => `\n${metricList(benches)}`);

await runCommand(
  bench,
  async ({ options: { quick = false, only, harness: harnessReports, page }, signal, spinner }) => {
    const places = benchPlaces(quick);
    if (page) return void (await writePage(places.docs, benches, await readResults(places.results)));
    const chosen = benches.filter(({ name }) => only?.includes(name) ?? true);
    const startedAt = performance.now();
    const machine = await machineNow();
    const { results, problems } = await runBenches(chosen, { quick, signal, harnessReports }, spinner);
    // Those of other benchmarks, and of other days, stay on the page.
    if (results.length > 0) await writePage(places.docs, benches, await saveResults(places.results, results));
    const metrics = results.flatMap((result) => result.metrics);
    const json = { quick, seconds: secondsSince(startedAt), machine, metrics };
    return { json, text: metricTable(benches, metrics), problems };
  },
  { atInterrupt: "abort" },
);
