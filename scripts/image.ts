/** `npm run image`: the image of both tiers, built where it is not there yet. Run with --help. */
import { Command } from "@commander-js/extra-typings";
import ora from "ora";
import { HarnessError, InputError } from "../harness/core/index.ts";
import {
  ensureDocker,
  ensureImage,
  type Image,
  layOutContext,
  nameForChart,
  pushImage,
} from "../harness/image/index.ts";
import { SetupProblem } from "./bootstrap/problem.mjs";

const command = new Command("npm run image --")
  .description(
    "Builds the image of both tiers (image/Dockerfile), unless it is there already: its tag is made of what goes into " +
      "it. On Debian as root it installs and starts Docker where none answers; `npm run docker -- stop` ends that again.",
  )
  .option("--repository <name>", "name it for the chart too, as NAME with the chart's appVersion, and print that name")
  .option("--push", "push it to that repository; the credentials are those of docker login")
  .option("--context <folder>", "build nothing: only lay out there what docker build takes, for other builders")
  .option("--json", "print {image, base, seconds, bytes} on stdout");

const { json, repository, push, context } = command.parse().opts();
const startedAt = performance.now();
const spinner = ora({ stream: process.stderr });
try {
  if (context === undefined) await makeImage();
  else process.stdout.write(`${await layOutContext(context)}\n`);
} catch (error) {
  spinner.fail();
  if (!(error instanceof HarnessError || error instanceof SetupProblem)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function makeImage(): Promise<void> {
  if (push && repository === undefined) {
    const hint = "Add --repository, such as registry.example.com/hls-cloud.";
    throw new InputError({ what: "It is not said where to push.", where: "--push", hint });
  }
  spinner.start("Docker");
  await ensureDocker((message) => {
    spinner.text = `Docker: ${message}`;
  });
  spinner.succeed("Docker").start("Image");
  const image = await ensureImage((message) => {
    spinner.text = `Image: ${message.slice(0, 100)}`;
  });
  const name = repository === undefined ? image.name : await nameForChart(image.name, repository);
  show({ ...image, name }, Math.round(performance.now() - startedAt) / 1000);
  if (push) await pushTo(name);
}

async function pushTo(name: string): Promise<void> {
  spinner.start(`Push ${name}`);
  await pushImage(name, (message) => {
    spinner.text = `Push ${name}: ${message.slice(0, 100)}`;
  });
  spinner.succeed(`Pushed ${name}`);
}

function show({ name, base, bytes }: Image, seconds: number): void {
  spinner.succeed(`Image ${name} (${Math.round(bytes / 1e6)} MB, on ${base}, ${seconds.toFixed(1)} s)`);
  process.stdout.write(json ? `${JSON.stringify({ image: name, base, seconds, bytes })}\n` : `${name}\n`);
}
