/** `npm run image`: the image of both tiers, built where it is not there yet. Run with --help. */
import { command, InputError, jsonOption, parseOutputFolder, runCommand, secondsSince } from "../harness/core/index.ts";
import { ensureDocker, ensureImage, layOutContext, nameForChart, pushImage } from "../harness/image/index.ts";

const image = command(
  "npm run image --",
  "Builds the image of both tiers (image/Dockerfile), unless it is there already: its tag is made of what goes into " +
    "it. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` ends that again.",
)
  .option("--repository <name>", "name it for the chart too, as NAME with the chart's appVersion, and print that name")
  .option("--push", "push it to that repository; the credentials are those of docker login")
  .option(
    "--context <folder>",
    "build nothing: only lay out there what docker build takes, for other builders",
    parseOutputFolder,
  )
  .addOption(jsonOption("image, base, seconds, bytes"));

await runCommand(image, async ({ options: { repository, push, context }, phases, progress }) => {
  if (context !== undefined) return { json: { context }, text: await layOutContext(context) };
  if (push && repository === undefined) {
    const hint = "Add --repository, such as registry.example.com/hls-cloud.";
    throw new InputError({ what: "It is not said where to push.", where: "--push", hint });
  }
  const startedAt = performance.now();
  await phases.run("Docker", () => ensureDocker(progress));
  const { name: built, base, bytes } = await phases.run("Image", () => ensureImage(progress));
  const name = repository === undefined ? built : await nameForChart(built, repository);
  const seconds = secondsSince(startedAt);
  process.stderr.write(`Image ${name} (${Math.round(bytes / 1e6)} MB, on ${base}, ${seconds} s)\n`);
  if (push) await phases.run(`Push ${name}`, () => pushImage(name, progress));
  return { json: { image: name, base, seconds, bytes }, text: name };
});
