import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { load } from "js-yaml";
import { create, extract, list } from "tar";
import { chartMetadataFile, parseChartMetadata } from "../../harness/chart/index.ts";
import { chartFolder, projectRoot } from "../../harness/core/index.ts";
import { packageChart } from "../../harness/releasing/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import type { SigningKey } from "./signing-key.ts";

/** A command of package.json, without what the bootstrap does before it. */
export async function run(
  script: "package" | "publish",
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const file = `scripts/${script}.ts`;
  return execa(process.execPath, [file, ...args], { cwd: projectRoot, reject: false, all: true, ...options });
}

export const keyUrl = "https://example.com/key.asc";

/**
 * The chart as another version of it, packaged.
 * @param folder where the archive goes
 * @param key signs it
 * @returns the archive's path
 */
export async function packagedVersion(version: string, folder: string, key?: SigningKey): Promise<string> {
  const chart = await mkdtemp(join(tmpdir(), "hls-cloud-test-"));
  try {
    await cp(chartFolder, chart, { recursive: true });
    const file = join(chart, chartMetadataFile);
    await writeFile(file, (await readFile(file, "utf8")).replace(/^version: .*/m, `version: ${version}`));
    if (!key) return await packageChart(chart, folder);
    const { email, secretKeyring: keyring, passphrase } = key;
    return await packageChart(chart, folder, { signing: { key: email, keyring, passphrase, keyUrl } });
  } finally {
    await rm(chart, { recursive: true });
  }
}

/** A file of an archive, by its path in the chart. */
export async function fileIn(archive: string, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  await list({
    file: archive,
    onReadEntry: (entry) => {
      if (entry.path === `hls-cloud/${path}`) entry.on("data", (data: Buffer) => chunks.push(data));
    },
  });
  return Buffer.concat(chunks).toString();
}

/** Chart.yaml's annotations in an archive, by their names after `artifacthub.io/`. */
export async function annotationsIn(archive: string): Promise<Record<string, unknown>> {
  const { annotations } = parseChartMetadata(await fileIn(archive, chartMetadataFile));
  const own = Object.entries(annotations).map(([name, text]) => [name.replace("artifacthub.io/", ""), load(text)]);
  return Object.fromEntries(own);
}

/** Changes one byte of a packaged chart's values and leaves the archive, and its name, whole. */
export async function tamper(archive: string): Promise<void> {
  const folder = await temporaryFolder();
  await extract({ file: archive, cwd: folder });
  const values = join(folder, "hls-cloud/values.yaml");
  await writeFile(values, (await readFile(values, "utf8")).replace("repository: hls-cloud", "repository: hls-clout"));
  await create({ file: archive, cwd: folder, gzip: true }, ["hls-cloud"]);
}

/** Copies a file and what lies beside it with the same beginning: an archive and its provenance. */
export async function copyWithProvenance(archive: string, folder: string): Promise<string> {
  for (const ending of ["", ".prov"]) await cp(`${archive}${ending}`, join(folder, `${basename(archive)}${ending}`));
  return join(folder, basename(archive));
}
