/** `npm run package`: the chart as an archive, the same bytes each time. Run with --help. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { chartFolder, HarnessError, InputError } from "../harness/core/index.ts";
import { publish, readPackage, StaticRepository } from "../harness/publishing/index.ts";
import { packageChart, provenanceOf, type Signing, signerOf } from "../harness/releasing/index.ts";

const command = new Command("npm run package --")
  .description(
    "Packages the chart: the same bytes each time. Adds to its Chart.yaml the images that it renders and the key that " +
      "signs it. docs/releasing.md tells how to make a key.",
  )
  .option("--destination <folder>", "where the archive goes", ".")
  .option("--index", "make the folder a chart repository, or extend it: index.yaml, artifacthub-repo.yml")
  .option("--source <url>", "address of the sources, for the chart's home and sources", httpsUrl)
  .option("--sign", "write a provenance file beside the archive; needs --key, --keyring and --key-url")
  .option("--key <name>", "key that signs: a part of its user ID, such as an email address")
  .option("--keyring <file>", "file of secret keys, as gpg --export-secret-keys writes it")
  .option("--key-url <url>", "where users find the public key", httpsUrl)
  .option("--passphrase-file <file>", "file of the key's passphrase; - for standard input")
  .option("--json", "print {archive, name, version, digest, provenance, fingerprint} on stdout");

try {
  await main(command.parse().opts());
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function main(options: ReturnType<typeof command.opts>): Promise<void> {
  const { destination, index, source, json } = options;
  const signing = await signingOptions(options);
  const folder = index ? await mkdtemp(join(tmpdir(), "hls-cloud-package-")) : destination;
  await using cleanup = new AsyncDisposableStack();
  if (index) cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const settings = { ...(signing ? { signing } : {}), ...(source ? { source } : {}) };
  const packed = await readPackage(await packageChart(chartFolder, folder, settings));
  // Also the proof that whoever has the key can verify it.
  const fingerprint = signing ? { fingerprint: await signerOf(packed.file, signing.keyring) } : {};
  if (index) await publish(packed, [new StaticRepository(destination)]);
  const { file, provenance, ...rest } = packed;
  const archive = join(destination, basename(file));
  const result = { archive, ...rest, ...(provenance ? { provenance: provenanceOf(archive) } : {}), ...fingerprint };
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${archive}\n`);
}

async function signingOptions(options: ReturnType<typeof command.opts>): Promise<Signing | undefined> {
  const { sign, key, keyring, keyUrl, passphraseFile } = options;
  const given = [key, keyring, keyUrl, passphraseFile].some((option) => option !== undefined);
  if (!sign && !given) return undefined;
  if (!(sign && key && keyring && keyUrl)) {
    const hint = "Give all of --sign, --key, --keyring and --key-url, or none.";
    throw new InputError({ what: "It is not said whether to sign, or how.", where: "the command line", hint });
  }
  const passphrase = passphraseFile === undefined ? {} : { passphrase: await readPassphrase(passphraseFile) };
  return { key, keyring, keyUrl, ...passphrase };
}

async function readPassphrase(file: string): Promise<string> {
  try {
    const content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    return content.split(/\r?\n/)[0] ?? "";
  } catch (cause) {
    const hint = "Name a file whose first line is the passphrase.";
    throw new InputError({ what: "The passphrase cannot be read.", where: file, hint, cause });
  }
}

function httpsUrl(value: string): string {
  if (URL.canParse(value) && new URL(value).protocol === "https:") return value;
  throw new InvalidArgumentError("It must be an https URL.");
}
