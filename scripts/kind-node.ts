/** `npm run kind-node`: builds a kind node's image from package registries, and writes its archive. Run with --help. */
import { resolve } from "node:path";
import { archivedName, ensureBuiltNode, kubernetesVersion, writeArchive } from "../harness/cluster/index.ts";
import { command, jsonOption, parseOutputFile, runCommand, secondsSince } from "../harness/core/index.ts";
import { ensureDocker, inspectImage } from "../harness/image/index.ts";

const kindNode = command(
  "npm run kind-node --",
  "Builds the image of a kind node from package registries alone (tools/kind-node), unless it is there already. It is " +
    "for CI that reaches no container registry. The first time it takes half an hour on two cores and 5 GB of disk; a " +
    "build that broke off goes on where it was. `npm run e2e` builds it too, where it finds no other.",
)
  .option(
    "--archive <file>",
    "write it to kind-node-vX.Y.Z.tar.zst as well, and its checksum to FILE.sha256",
    parseOutputFile,
  )
  .addOption(jsonOption("image, bytes, seconds, phases"));

await runCommand(kindNode, async ({ options: { archive }, phases, progress }) => {
  const startedAt = performance.now();
  if (archive) archivedName(archive, await kubernetesVersion());
  await phases.run("docker", () => ensureDocker(progress));
  const image = await ensureBuiltNode(progress, phases);
  if (archive) await phases.run("archive", () => writeArchive(image, resolve(archive), progress));
  const bytes = (await inspectImage(image))?.bytes ?? 0;
  return { json: { image, bytes, seconds: secondsSince(startedAt), phases: phases.done }, text: image };
});
