/** `npm start`: the service on this machine, with real footage. Run with --help. */
import { setOption, valuesFilesOption } from "../harness/chart/index.ts";
import { command, jsonOption, parseSeconds, runCommand } from "../harness/core/index.ts";
import { reportText, startStream, stayUp, streamResult } from "../harness/local/index.ts";
import { parseSource, parseStreamName } from "../harness/stream/index.ts";

const start = command(
  "npm start --",
  "Renders the chart for local processes, starts nginx of both tiers from it, publishes real footage, checks that " +
    "every rendition plays, and stays up until Ctrl-C.",
)
  .option(
    "--input <file or URL>",
    "what to publish, in a loop when it is a file (default: a clip of Big Buck Bunny)",
    parseSource,
  )
  .option("--stream <name>", "name of the stream", parseStreamName, "bunny")
  .addOption(valuesFilesOption)
  .addOption(setOption)
  .option("--once", "end after the check: exit code 0 when all is well, 1 when not")
  .addOption(jsonOption("publishUrl, hlsUrl, watchUrl, dashUrl, seconds, renditions"))
  .option("--timeout <seconds>", "time for every rendition to play", parseSeconds, 60);

await runCommand(
  start,
  async ({ options, phases, progress, signal, print }) => {
    await using started = await startStream(options, { phases, progress, signal });
    const result = await streamResult(started);
    const text = reportText(result);
    print({ ok: !result.problems, json: result, text: options.once ? text : `${text}\nCtrl-C ends it.` });
    if (!options.once) await stayUp(started, signal);
  },
  { atInterrupt: "abort" },
);
