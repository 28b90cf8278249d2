/** `npm run docker -- start | stop`: makes Docker answer, and stops the daemon that it started. Run with --help. */
import { Command } from "@commander-js/extra-typings";
import { HarnessError } from "../harness/core/index.ts";
import { ensureDocker, stopDocker } from "../harness/image/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run docker --").description("Docker for the image, the container tests and kind.");

command
  .command("start")
  .description("make Docker answer: find a daemon, or install and start one (Debian, as root)")
  .action(async () => say(`Docker ${await ensureDocker(say)} answers`));

command
  .command("stop")
  .description("stop the daemon that was started this way; another one is left alone")
  .action(async () =>
    say((await stopDocker()) ? "dockerd is stopped" : "no dockerd was started here; nothing to stop"),
  );

try {
  await command.parseAsync();
} catch (error) {
  if (!(error instanceof HarnessError || error instanceof SetupProblem)) throw error;
  say(error.message);
  process.exitCode = 1;
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
