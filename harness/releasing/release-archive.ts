/**
 * The chart as an archive. The same chart gives the same bytes, at any time and in any folder, with one version of
 * helm.
 */
import { cp, mkdir, readdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { dump } from "js-yaml";
import { chartMetadataFile, helm, readChartMetadata } from "../chart/index.ts";
import { InputError, inTemporaryFolder } from "../core/index.ts";
import { helm4 } from "../tools/index.ts";
import { imagesAnnotation, type SignKey, signKeyAnnotation } from "./chart-annotations.ts";

/** Every file's date: any fixed one. helm 4 writes the files' dates into the archive, and puts the files in order. */
const date = new Date("2000-01-01T00:00:00Z");

/** How a package is signed. */
export interface Signing {
  /** A part of the key's user ID, such as an email address. */
  readonly key: string;
  /** File of secret keys, as `gpg --export-secret-keys` writes it. */
  readonly keyring: string;
  /** Opens the key, where it is locked. */
  readonly passphrase?: string;
  /** Where users find the public key. */
  readonly keyUrl: string;
}

export interface PackageOptions {
  /** Signs the archive. */
  readonly signing?: Signing;
  /** Address of the sources, for Chart.yaml's `home` and `sources`. */
  readonly source?: string;
}

/**
 * Packages a chart. Chart.yaml gets what follows from something else (chart-annotations.ts).
 * @param chart its folder
 * @param folder where the archive goes, and its provenance beside it
 * @returns the archive's path, `NAME-VERSION.tgz`
 * @throws HelmError when helm cannot package the chart, InputError when it cannot sign it
 */
export async function packageChart(chart: string, folder: string, options: PackageOptions = {}): Promise<string> {
  const { signing, source } = options;
  return inTemporaryFolder("package", async (work) => {
    const staged = join(work, "chart");
    await cp(chart, staged, { recursive: true });
    await addToChart(staged, await imagesAnnotation(chart), source);
    if (signing) {
      // The key is named in what it signs, so that a first package has to tell its fingerprint.
      const signed = await runPackage(work, "first", signing);
      const fingerprint = await signerOf(signed, signing.keyring);
      await addToChart(staged, signKeyAnnotation({ fingerprint, url: signing.keyUrl }));
    }
    const archive = await runPackage(work, "package", signing);
    await mkdir(folder, { recursive: true });
    // That of an earlier package would not fit this one.
    await rm(provenanceOf(join(folder, basename(archive))), { force: true });
    for (const file of await readdir(join(work, "package"))) {
      await cp(join(work, "package", file), join(folder, `.${file}`));
      await rename(join(folder, `.${file}`), join(folder, file));
    }
    return join(folder, basename(archive));
  });
}

/** Where an archive's provenance is, if it is signed. */
export function provenanceOf(archive: string): string {
  return `${archive}.prov`;
}

/**
 * Verifies an archive by its provenance.
 * @param keyring file of keys that may have signed it
 * @returns the key's fingerprint, in capitals
 * @throws HelmError when the archive is not what was signed, or none of the keys signed it
 */
export async function signerOf(archive: string, keyring: string): Promise<SignKey["fingerprint"]> {
  const said = await helm(["verify", archive, "--keyring", keyring], { where: archive, program: await helm4() });
  return /Fingerprint: (\S+)/.exec(said)?.[1] ?? "";
}

/** Writes into a chart's Chart.yaml. helm writes the file anew anyway: nothing is lost by it. */
async function addToChart(
  chart: string,
  annotations: Readonly<Record<string, string>>,
  source?: string,
): Promise<void> {
  const metadata = await readChartMetadata(chart);
  const origin = source ? { home: source, sources: [...(metadata.sources ?? []), source] } : {};
  const all = { ...metadata, ...origin, annotations: { ...metadata.annotations, ...annotations } };
  await writeFile(join(chart, chartMetadataFile), dump(all));
}

async function runPackage(work: string, name: string, signing?: Signing): Promise<string> {
  const [chart, destination] = [join(work, "chart"), join(work, name)];
  const entries = await readdir(chart, { recursive: true, withFileTypes: true });
  for (const { parentPath, name } of entries) await utimes(join(parentPath, name), date, date);
  await mkdir(destination);
  const args = ["package", chart, "--destination", destination];
  if (signing)
    args.push("--sign", "--key", signing.key, "--keyring", signing.keyring, ...(await secretArgs(work, signing)));
  const settings = { program: await helm4() };
  await helm(args, { where: chart, ...settings }).catch((cause: unknown) => {
    throw signing ? signingProblem(signing, cause) : cause;
  });
  const [archive = ""] = (await readdir(destination)).filter((file) => file.endsWith(".tgz"));
  return join(destination, archive);
}

/**
 * helm takes a passphrase from a file, or from a pipe, which Node's stdin for a program is not. Without one it would
 * ask.
 */
async function secretArgs(work: string, { passphrase = "" }: Signing): Promise<string[]> {
  const file = join(work, "passphrase");
  await writeFile(file, `${passphrase}\n`, { mode: 0o600 });
  return ["--passphrase-file", file];
}

function signingProblem({ key, keyring }: Signing, cause: unknown): InputError {
  const said = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const hint = "Name a key of that file by a part of its user ID, and give its passphrase: --passphrase-file FILE.";
  return new InputError({ what: `The chart cannot be signed: ${said}`, where: `${key} in ${keyring}`, hint, cause });
}
