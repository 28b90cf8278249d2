/** `npm run sizing`: what one stream of a ladder takes on this machine. Run with --help. */
import { setOption, valuesFilesOption } from "../harness/chart/index.ts";
import { command, parseSeconds, runCommand } from "../harness/core/index.ts";
import { measureStream } from "../harness/local/index.ts";

const sizing = command(
  "npm run sizing --",
  "Publishes the clip (1280x720, 25 frames a second) and measures what ffmpeg and nginx take: one JSON object, CPU in " +
    "thousandths of a core, peak memory in MB. Linux only.",
)
  .addOption(valuesFilesOption)
  .addOption(setOption)
  .option("--seconds <seconds>", "how long to measure", parseSeconds, 20);

await runCommand(sizing, async ({ options: { values, set, seconds } }) => ({
  text: JSON.stringify(await measureStream({ values, set }, seconds)),
}));
