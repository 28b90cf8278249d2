/** `npm run package`: the chart as an archive, the same bytes each time. Run with --help. */
import { basename, join } from "node:path";
import {
  chartFolder,
  command,
  inTemporaryFolder,
  jsonOption,
  parseHttpsUrl,
  parseInputFile,
  parseInputFileOrStdin,
  parseOutputFolder,
  runCommand,
} from "../harness/core/index.ts";
import { pushChart, readPackage, StaticRepository } from "../harness/publishing/index.ts";
import { packageChart, provenanceOf, readSigning, signerOf } from "../harness/releasing/index.ts";

const packageCommand = command(
  "npm run package --",
  "Packages the chart: the same bytes each time. Adds to its Chart.yaml the images that it renders and the key that " +
    "signs it. docs/releasing.md tells how to make a key.",
)
  .option("--destination <folder>", "where the archive goes", parseOutputFolder, ".")
  .option("--index", "make the folder a chart repository, or extend it: index.yaml, artifacthub-repo.yml")
  .option("--source <url>", "address of the sources, for the chart's home and sources", parseHttpsUrl)
  .option("--sign", "write a provenance file beside the archive; needs --key, --keyring and --key-url")
  .option("--key <name>", "key that signs: a part of its user ID, such as an email address")
  .option("--keyring <file>", "file of secret keys, as gpg --export-secret-keys writes it", parseInputFile)
  .option("--key-url <url>", "where users find the public key", parseHttpsUrl)
  .option("--passphrase-file <file>", "file of the key's passphrase; - for standard input", parseInputFileOrStdin)
  .addOption(jsonOption("archive, name, version, digest, provenance, fingerprint"));

await runCommand(packageCommand, async ({ options }) => {
  const { destination, index, source } = options;
  const signing = await readSigning(options);
  return inTemporaryFolder("package", async (work) => {
    const settings = { ...(signing ? { signing } : {}), ...(source ? { source } : {}) };
    const packed = await readPackage(await packageChart(chartFolder, index ? work : destination, settings));
    // Also the proof that whoever has the key can verify it.
    const fingerprint = signing ? { fingerprint: await signerOf(packed.file, signing.keyring) } : {};
    if (index) await pushChart(packed, [new StaticRepository(destination)]);
    const { file, provenance, ...rest } = packed;
    const archive = join(destination, basename(file));
    const signature = provenance ? { provenance: provenanceOf(archive) } : {};
    return { json: { archive, ...rest, ...signature, ...fingerprint }, text: archive };
  });
});
