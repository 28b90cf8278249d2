/** `npm run docker -- start | stop`: makes Docker answer, and stops the daemon that it started. Run with --help. */
import { Argument } from "@commander-js/extra-typings";
import { command, runCommand } from "../harness/core/index.ts";
import { ensureDocker, stopDocker } from "../harness/image/index.ts";

const actions = {
  start: async (): Promise<string> => `Docker ${await ensureDocker(say)} answers`,
  stop: async (): Promise<string> =>
    (await stopDocker()) ? "dockerd is stopped" : "no dockerd was started here; nothing to stop",
};

const docker = command(
  "npm run docker --",
  "Docker for the image, the container tests and kind. start: make it answer, by the daemon that runs or by one that is " +
    "installed and started (Debian, as root). stop: stop the daemon that was started this way; another one is left alone.",
).addArgument(new Argument("<action>", "what to do").choices(["start", "stop"] as const));

await runCommand(docker, async ({ args: [action] }) => {
  say(await actions[action]());
});

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
