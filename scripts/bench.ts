/** `npm run bench`: what the service does, beside what others do, in metrics. Run with --help. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import {
  type Bench,
  type BenchResult,
  benches,
  benchmarksPage,
  comparingVariable,
  type Machine,
  type Metric,
  machineNow,
  metricList,
  metricTable,
  plotsFolder,
  readResults,
  runBench,
  saveResults,
} from "../harness/bench/index.ts";
import { HarnessError, InputError, interruptionSignal, projectRoot, secondsSince } from "../harness/core/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const append = (value: string, all: readonly string[]): readonly string[] => [...all, value];

const command = new Command("npm run bench --")
  .description(
    "Measures the service on local processes from rendered configurations, each metric beside a reference of the same run. " +
      "It writes bench/results.json and docs/benchmarks.md with its plots; the quick run writes both below reports/bench. " +
      "Linux only. For metrics to rely on, let the machine do nothing else. " +
      `Debian's ffmpeg has no VMAF: ${comparingVariable} may name one that has libvmaf, to compare videos with.`,
  )
  .option("--quick", "a metric of each kind, in under 8 minutes")
  .option("--only <name...>", `only these benchmarks: ${benches.map(({ name }) => name).join(", ")}`)
  .option("--json", "end with one JSON object on stdout: {ok, quick, seconds, machine, metrics, problems}")
  .option(
    "--harness <file>",
    "what `npm run e2e -- --json`, `npm run matrix -- --json` or a test run's JSON reporter wrote; may be repeated",
    append,
    [],
  )
  .option("--page", "measure nothing: make the page from bench/results.json again")
  .addHelpText("after", () => `\n${metricList(benches)}`);

const options = command.parse().opts();
const spinner = ora({ stream: process.stderr });
const places = options.quick
  ? { results: join(projectRoot, "reports/bench/results.json"), docs: join(projectRoot, "reports/bench") }
  : { results: join(projectRoot, "bench/results.json"), docs: join(projectRoot, "docs") };

try {
  process.exitCode = options.page ? await page(await readResults(places.results)) : await measure();
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** Measures, and reports. A benchmark that fails does not keep the others from being measured. */
async function measure(): Promise<number> {
  const chosen = chosenBenches(options.only);
  const signal = interruptionSignal();
  const startedAt = performance.now();
  const machine = await machineNow();
  const results: BenchResult[] = [];
  const problems: string[] = [];
  for (const bench of chosen) {
    if (signal.aborted) break;
    spinner.start(bench.name);
    try {
      const result = await runBench(bench, {
        quick: options.quick ?? false,
        signal,
        harnessReports: options.harness,
        say: (message) => {
          spinner.text = `${bench.name}: ${message}`;
        },
      });
      results.push(result);
      spinner.succeed(`${bench.name} (${result.seconds} s)`);
    } catch (error) {
      spinner.fail(bench.name);
      if (signal.aborted) break;
      problems.push(inWords(error));
      process.stderr.write(`${inWords(error)}\n`);
    }
  }
  if (signal.aborted) problems.push("The run was interrupted.");
  if (results.length > 0) await page(await saveResults(places.results, results));
  const metrics = results.flatMap((result) => result.metrics);
  const seconds = secondsSince(startedAt);
  const ok = problems.length === 0;
  tell({ ok, quick: options.quick ?? false, seconds, machine, metrics, ...(ok ? {} : { problems }) });
  return ok ? 0 : 1;
}

function chosenBenches(names: readonly string[] | undefined): readonly Bench[] {
  const unknown = names?.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown === undefined) return benches.filter(({ name }) => names?.includes(name) ?? true);
  const hint = `Use one of ${benches.map(({ name }) => name).join(", ")}.`;
  throw new InputError({ what: "There is no such benchmark.", where: `--only ${unknown}`, hint });
}

function inWords(error: unknown): string {
  if (error instanceof HarnessError || error instanceof SetupProblem) return error.message;
  // A mistake of the benchmark: the others are measured all the same.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What --json prints. */
interface Outcome {
  /** Whether all was measured. It depends on no metric. */
  readonly ok: boolean;
  readonly quick: boolean;
  readonly seconds: number;
  readonly machine: Machine;
  readonly metrics: readonly Metric[];
  readonly problems?: readonly string[];
}

function tell(outcome: Outcome): void {
  process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : `${metricTable(benches, outcome.metrics)}\n`);
}

async function page(results: readonly BenchResult[]): Promise<number> {
  // A plot that is no longer made must not stay.
  await rm(join(places.docs, plotsFolder), { recursive: true, force: true });
  for (const [file, text] of Object.entries(await benchmarksPage(benches, results))) {
    const path = join(places.docs, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return 0;
}
