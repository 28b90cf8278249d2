/** `npm run sign-url`: signs the URL of a stream or a film. Run with --help. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { load } from "js-yaml";
import { renditionSuffix } from "../harness/chart/index.ts";
import { chartFolder, HarnessError, InputError } from "../harness/core/index.ts";
import { scopeOfUrl, signUrl } from "../harness/stream/index.ts";
import { parsePlaybackKeys } from "../njs/playback-keys.ts";

const variable = "PLAYBACK_KEY";

const command = new Command("npm run sign-url --")
  .description(
    `Prints a URL with a token of signed playback (docs/signed-playback.md). The key comes from a file, from the environment variable ${variable}, or from standard input; never from an argument, which others could read.`,
  )
  .argument("<url>", "URL, or path, of the playlist, manifest or film")
  .option("--key-file <file>", "file of keys, as in the Secret; the first line signs; - for standard input")
  .option("--for <seconds>", "how long it is good", positive, 3600)
  .option("--expires <seconds>", "when it ends, in seconds since 1970, instead of --for", positive)
  .option("--scope <scope>", "what it opens: a stream's name, vod/FILE, vod/FOLDER/ or * (default: from the URL)")
  .option(
    "--renditions <names>",
    "names of the ladder's renditions, with commas (default: those of chart/values.yaml)",
  );

command.parse();
process.exitCode = await main(command.processedArgs[0], command.opts());

async function main(url: string, options: ReturnType<typeof command.opts>): Promise<number> {
  try {
    const renditions = options.renditions?.split(",") ?? (await defaultRenditions());
    const suffixes = renditions.map(renditionSuffix);
    const scope = options.scope ?? scopeOfUrl(url, suffixes);
    const expires = options.expires ?? Math.floor(Date.now() / 1000) + options.for;
    process.stdout.write(`${signUrl(url, { key: await signingKey(options.keyFile), expires, scope })}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function defaultRenditions(): Promise<string[]> {
  const values = load(await readFile(join(chartFolder, "values.yaml"), "utf8")) as { ladder: { name: string }[] };
  return values.ladder.map(({ name }) => name);
}

async function signingKey(file: string | undefined): Promise<string> {
  const where = file === undefined ? `the environment variable ${variable}` : file === "-" ? "standard input" : file;
  const hint = `Give --key-file FILE, --key-file - or ${variable}, with a key of 32 characters or more.`;
  try {
    const keys =
      file === undefined
        ? process.env[variable]
        : file === "-"
          ? await text(process.stdin)
          : await readFile(file, "utf8");
    return parsePlaybackKeys(keys ?? "")[0] ?? "";
  } catch (cause) {
    throw new InputError({ what: `There is no key: ${(cause as Error).message}.`, where, hint, cause });
  }
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}
