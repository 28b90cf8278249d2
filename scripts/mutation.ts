/** `npm run mutation`: changes single lines of the chart and sees the tests fail. Run with --help. */
import {
  chartFolder,
  command,
  jsonOption,
  parseCount,
  parseNumber,
  runCommand,
  secondsSince,
} from "../harness/core/index.ts";
import { drawMutants, runMutants, survivorText } from "../harness/verify/index.ts";

const mutation = command(
  "npm run mutation --",
  "Deletes a line, changes a number, misspells a name or negates a condition in the templates and nginx's " +
    "configurations, and runs the goldens, the render tests and nginx on each change. Fails when too few are caught.",
)
  .option("--count <mutants>", "how many to try, drawn from all", parseCount, 100)
  .option("--seed <number>", "which ones", parseNumber({ whole: true }), 20_260_101)
  .option("--least <percent>", "how many must be caught", parseNumber({ least: 0, most: 100 }), 95)
  .option("--file <text>", "only mutants of files whose path has this text")
  .addOption(jsonOption("possible, tried, seed, caught, seconds, survivors"));

await runCommand(mutation, async ({ options: { count, seed, least, file = "" }, spinner }) => {
  const start = performance.now();
  const { drawn, possible } = await drawMutants(chartFolder, { count, seed, file });
  spinner.start(`${drawn.length} mutants`);
  let done = 0;
  const outcomes = await runMutants(drawn, (outcome) => {
    done += 1;
    spinner.progress(`${done} are tried`);
    if (outcome.caughtBy === undefined) spinner.note(survivorText(outcome));
  });
  spinner.stop();
  const survivors = outcomes.filter(({ caughtBy }) => caughtBy === undefined);
  const caught = outcomes.length - survivors.length;
  const seconds = Math.round(secondsSince(start));
  const listed = survivors.map(({ mutant, why }) => ({ ...mutant, why: why ?? null }));
  const summary = `${caught} of ${drawn.length} mutants caught (seed ${seed}, ${possible} possible) in ${seconds} s`;
  return {
    ok: caught * 100 >= least * outcomes.length,
    json: { possible, tried: drawn.length, seed, caught, seconds, survivors: listed },
    text: [summary, ...survivors.map(survivorText)].join("\n"),
  };
});
