/** `npm run mutation`: changes single lines of the chart and sees the tests fail. Run with --help. */
import { Command } from "@commander-js/extra-typings";
import fc from "fast-check";
import ora from "ora";
import { chartFolder } from "../harness/core/index.ts";
import { type MutantOutcome, mutantsOf, runMutants } from "../harness/verify/index.ts";

const options = new Command("npm run mutation --")
  .description(
    "Deletes a line, changes a number, misspells a name or negates a condition in the templates and nginx's " +
      "configurations, and runs the goldens, the render tests and nginx on each change. Fails when too few are caught.",
  )
  .option("--count <mutants>", "how many to try, drawn from all", Number, 100)
  .option("--seed <number>", "which ones", Number, 20_260_101)
  .option("--least <percent>", "how many must be caught", Number, 95)
  .option("--file <text>", "only mutants of files whose path has this text")
  .option("--json", "print the result as one JSON object on stdout")
  .parse()
  .opts();

const start = performance.now();
const all = (await mutantsOf(chartFolder)).filter(({ file }) => file.includes(options.file ?? ""));
const count = Math.min(options.count, all.length);
const [drawn = []] = fc.sample(fc.subarray(all, { minLength: count, maxLength: count }), {
  seed: options.seed,
  numRuns: 1,
});
const progress = ora({ stream: process.stderr }).start();
let done = 0;
const outcomes = await runMutants(drawn, (outcome) => {
  done += 1;
  progress.text = `${done} of ${count} mutants`;
  if (outcome.caughtBy === undefined) progress.info(survivorText(outcome)).start();
});
progress.stop();

const survivors = outcomes.filter(({ caughtBy }) => caughtBy === undefined);
const caught = outcomes.length - survivors.length;
const enough = caught * 100 >= options.least * outcomes.length;
const seconds = Math.round((performance.now() - start) / 1000);
if (options.json) {
  const listed = survivors.map(({ mutant, why }) => ({ ...mutant, why: why ?? null }));
  process.stdout.write(
    `${JSON.stringify({ ok: enough, possible: all.length, tried: count, seed: options.seed, caught, seconds, survivors: listed })}\n`,
  );
} else {
  process.stdout.write(
    `${caught} of ${count} mutants caught (seed ${options.seed}, ${all.length} possible) in ${seconds} s\n`,
  );
  for (const survivor of survivors) process.stdout.write(`${survivorText(survivor)}\n`);
}
process.exitCode = enough ? 0 : 1;

function survivorText({ mutant, why }: MutantOutcome): string {
  const { file, line, kind, before, after } = mutant;
  return `survived: ${file}:${line} ${kind}\n  - ${before.trim()}\n  + ${after?.trim() ?? ""}\n  ${why ?? "not explained"}`;
}
