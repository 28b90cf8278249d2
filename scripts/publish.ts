/** `npm run publish`: the chart to a registry, or to a chart repository. Run with --help. */
import { Command } from "@commander-js/extra-typings";
import { chartFolder, HarnessError, InputError, inTemporaryFolder } from "../harness/core/index.ts";
import {
  type Credentials,
  isOciAddress,
  OciRepository,
  type PublishTarget,
  publish,
  readPackage,
  StaticRepository,
} from "../harness/publishing/index.ts";
import { packageChart } from "../harness/releasing/index.ts";

const variables = { username: "REGISTRY_USERNAME", password: "REGISTRY_PASSWORD" } as const;

const command = new Command("npm run publish --")
  .description(
    "Publishes the chart. A version that is there with other bytes is left alone and is an error; one that is there with " +
      "the same bytes is none. Who pushes to a registry is what `helm registry login` or `docker login` keep, or the " +
      `environment variables ${variables.username} and ${variables.password}.`,
  )
  .argument(
    "[archive]",
    "what npm run package wrote, with its provenance beside it (default: packages the chart, unsigned)",
  )
  .requiredOption(
    "--to <target>",
    "oci://HOST/PATH, or the folder of a chart repository; may be given several times",
    (target: string, others: readonly string[] = []) => [...others, target],
  )
  .option("--plain-http", "speak HTTP to a registry on this machine")
  .option("--json", "print {name, version, digest, signed, targets: [{to, changed, digest}]} on stdout");

command.parse();
try {
  await inTemporaryFolder("publish", (folder) => main(command.processedArgs[0], command.opts(), folder));
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

/** @param folder for the package, where none is given */
async function main(
  given: string | undefined,
  options: ReturnType<typeof command.opts>,
  folder: string,
): Promise<void> {
  await using cleanup = new AsyncDisposableStack();
  const credentials = environmentCredentials();
  const targets: PublishTarget[] = [];
  for (const address of options.to) {
    if (!isOciAddress(address)) targets.push(new StaticRepository(address));
    else targets.push(cleanup.use(await OciRepository.open(address, { ...options, credentials })));
  }
  const packed = await readPackage(given ?? (await packageChart(chartFolder, folder)));
  const { name, version, digest: sha256, provenance } = packed;
  const published = await publish(packed, targets);
  const result = { name, version, digest: sha256, signed: provenance !== undefined, targets: published };
  if (options.json) return void process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const { to, changed, digest } of published) {
    const said = changed ? "published" : "was there already";
    process.stdout.write(`${name} ${version} ${said}: ${to}${digest ? `@${digest}` : ""}\n`);
  }
}

function environmentCredentials(): Credentials | undefined {
  const { [variables.username]: username, [variables.password]: password } = process.env;
  if (!username && !password) return undefined;
  if (username && password) return { username, password };
  const what = "Only one of the two variables of a registry's login is set.";
  throw new InputError({ what, where: `${variables.username}, ${variables.password}`, hint: "Set both, or none." });
}
