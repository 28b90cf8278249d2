/** `npm run publish`: the chart to a registry, or to a chart repository. Run with --help. */
import {
  chartFolder,
  command,
  inTemporaryFolder,
  jsonOption,
  parseInputFile,
  runCommand,
} from "../harness/core/index.ts";
import {
  credentialVariables,
  environmentCredentials,
  openTarget,
  type PublishTarget,
  parseTarget,
  pushChart,
  readPackage,
} from "../harness/publishing/index.ts";
import { packageChart } from "../harness/releasing/index.ts";

const publishCommand = command(
  "npm run publish --",
  "Publishes the chart. A version that is there with other bytes is left alone and is an error; one that is there with " +
    "the same bytes is none. Who pushes to a registry is what `helm registry login` or `docker login` keep, or the " +
    `environment variables ${credentialVariables.username} and ${credentialVariables.password}.`,
)
  .argument(
    "[archive]",
    "what npm run package wrote, with its provenance beside it (default: packages the chart, unsigned)",
    parseInputFile,
  )
  .requiredOption(
    "--to <target>",
    "oci://HOST/PATH, or the folder of a chart repository; may be given several times",
    (target: string, others: readonly string[] = []) => [...others, parseTarget(target)],
  )
  .option("--plain-http", "speak HTTP to a registry on this machine")
  .addOption(jsonOption("name, version, digest, signed, targets: [{to, changed, digest}]"));

await runCommand(publishCommand, async ({ args: [given], options: { to: addresses, plainHttp } }) => {
  await using scope = new AsyncDisposableStack();
  const credentials = environmentCredentials();
  const targets: PublishTarget[] = [];
  for (const address of addresses) targets.push(await openTarget(address, { plainHttp, credentials }, scope));
  // Awaited here: the targets are put away with this scope.
  return await inTemporaryFolder("publish", async (folder) => {
    const packed = await readPackage(given ?? (await packageChart(chartFolder, folder)));
    const { name, version, digest: sha256, provenance } = packed;
    const published = await pushChart(packed, targets);
    const lines = published.map(({ to, changed, digest }) => {
      const outcome = changed ? "published" : "was there already";
      return `${name} ${version} ${outcome}: ${to}${digest ? `@${digest}` : ""}`;
    });
    const json = { name, version, digest: sha256, signed: provenance !== undefined, targets: published };
    return { json, text: lines.join("\n") };
  });
});
