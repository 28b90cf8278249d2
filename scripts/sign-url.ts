/** `npm run sign-url`: signs the URL of a stream or a film. Run with --help. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { renditionSuffix } from "../harness/chart/index.ts";
import { chartFolder, command, parseCount, parseInputFileOrStdin, runCommand } from "../harness/core/index.ts";
import { playbackKeyVariable, readSigningKey, scopeOfUrl, signUrl } from "../harness/stream/index.ts";

const signUrlCommand = command(
  "npm run sign-url --",
  `Prints a URL with a token of signed playback (docs/signed-playback.md). The key comes from a file, from the environment variable ${playbackKeyVariable}, or from standard input; never from an argument, which others could read.`,
)
  .argument("<url>", "URL, or path, of the playlist, manifest or film")
  .option(
    "--key-file <file>",
    "file of keys, as in the Secret; the first line signs; - for standard input",
    parseInputFileOrStdin,
  )
  .option("--for <seconds>", "how long it is good", parseCount, 3600)
  .option("--expires <seconds>", "when it ends, in seconds since 1970, instead of --for", parseCount)
  .option("--scope <scope>", "what it opens: a stream's name, vod/FILE, vod/FOLDER/ or * (default: from the URL)")
  .option(
    "--renditions <names>",
    "names of the ladder's renditions, with commas (default: those of chart/values.yaml)",
  );

await runCommand(signUrlCommand, async ({ args: [url], options }) => {
  const renditions = options.renditions?.split(",") ?? (await defaultRenditions());
  const suffixes = renditions.map(renditionSuffix);
  const scope = options.scope ?? scopeOfUrl(url, suffixes);
  const expires = options.expires ?? Math.floor(Date.now() / 1000) + options.for;
  return { text: signUrl(url, { key: await readSigningKey(options.keyFile), expires, scope }) };
});

async function defaultRenditions(): Promise<string[]> {
  const values = load(await readFile(join(chartFolder, "values.yaml"), "utf8")) as { ladder: { name: string }[] };
  return values.ladder.map(({ name }) => name);
}
