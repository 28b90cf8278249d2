/** `npm run build:njs`: builds the njs modules that nginx runs. */
import { buildNjs } from "../harness/chart/index.ts";
import { command, runCommand } from "../harness/core/index.ts";

const buildNjsCommand = command(
  "npm run build:njs --",
  "Builds the njs modules that nginx runs. The result is checked in, since the chart carries it.",
);

await runCommand(buildNjsCommand, async () => {
  await buildNjs();
});
